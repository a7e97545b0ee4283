"""How a life may open: short plays, each leading to where one mistake of the portal would show."""


def _sent(life):
    life.send_it_the_short_way(20_000_00)


def _accepted(life, then=""):
    _sent(life)
    if then:
        life.accept_and_then(then)
    else:
        life.accept_as("karen")


def _refused(life, then):
    _accepted(life)
    life.refused_by_the_erp("aki", then)


def _updated(life):
    _accepted(life)
    life.held_by_the_erp_and_sent_again(21_000_00)
    life.look_at_now("karen")
    life.accept_as("karen")


def _again(life, *, by_link, away):
    _sent(life)
    life.reject_edit_and_send_again(22_000_00, by_link=by_link, away=away)


def _after(prepare, *acts):
    def play(life):
        prepare(life)
        for name, *given in acts:
            getattr(life, name)(*given)

    return play


SCENE_ACTS = {
    "a draft": lambda _life: None,
    "locked, and edited": lambda life: (life.lock("luis"), life.edit("dana", 23_000_00), life.unlock("dana")),
    "sent, and edited": _after(_sent, ("edit", "dana", 23_000_00), ("unlock", "dana")),
    "accepted again": lambda life: _accepted(life, "again"),
    "retrieved too late": lambda life: _accepted(life, "retrieve"),
    "rejected too late": lambda life: _accepted(life, "reject"),
    "refused and retried": lambda life: _refused(life, "retry"),
    "refused and rejected": lambda life: _refused(life, "reject"),
    "updated": _updated,
    "an old page": lambda life: _again(life, by_link=False, away="reject"),
    "an old link": lambda life: _again(life, by_link=True, away="retrieve"),
    "a hand in it": _after(_sent, ("let_luis_decide",)),
    "revoked meanwhile": _after(_sent, ("take_it_from_aki_with_the_page_open",)),
    "without words": _after(_sent, ("reject_without_words", "karen")),
}
SCENES = tuple(SCENE_ACTS)

"""People press buttons in any order, on pages of any age; after each press the portal must stand as the clerk noted.

Directed rules lie beside the random ones: reject, edit and send again is one card, because random play alone rarely
finds what an old page or an old link does then.
"""

from collections import Counter

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.guarantees.lifecycle_model import Life
from tests.guarantees.lifecycle_office import PEOPLE, page_of
from tests.guarantees.lifecycle_scenes import SCENE_ACTS, SCENES

STAFF = st.sampled_from(("dana", "luis", "aki", "priya", "vera"))
JUDGES = st.sampled_from(("aki", "karen", "luis", "dana", "vera"))
AMOUNTS = st.integers(1, 40_000).map(lambda number: number * 100)
FINE = {302, 303}
NO = {403, 404, 409, 422}


class Machine(RuleBasedStateMachine):
    """One life of one budget. `office` is put in before the run."""

    office = None
    done: Counter
    steps = 0

    @initialize(scene=st.sampled_from(SCENES))
    def begin(self, scene):
        """Every life opens with a scene; then anything may happen."""
        self.life = Life()
        self.pages, self.links = {}, []
        self.office.reset()
        self.project, self.line = self.office.open_budget()
        SCENE_ACTS[scene](self)

    def press(self, act, who, path, cents=0, **fields):
        """Press a button: done exactly when the clerk says so."""
        answer = self.office.post(who, path, **fields)
        type(self).steps += 1
        wanted = self.life.may(act, who)
        assert answer.status_code < 500, (act, who, answer.status_code)
        assert (answer.status_code in FINE) is wanted, (act, who, answer.status_code, vars(self.life))
        assert wanted or answer.status_code in NO, (act, who, answer.status_code)
        if wanted:
            type(self).done[act] += 1
            self.life.do(act, who, cents)
        return wanted

    def at(self, tail):
        return f"/projects/{self.project}/budget/{tail}"

    def review(self, number):
        return f"/erp/budgets/{self.project}/submissions/{number}"

    @rule(who=STAFF, cents=AMOUNTS)
    def edit(self, who, cents):
        amount = f"{cents // 100}.{cents % 100:02}"
        self.press("edit", who, self.at(f"lines/{self.line}"), cents, amount=amount, calculation="manual",
                   cost_type=str(self.office.world.types["L"]))  # fmt: skip

    @rule(who=STAFF)
    def lock(self, who):
        self.press("lock", who, self.at("lock"))

    @rule(who=STAFF)
    def unlock(self, who):
        self.press("unlock", who, self.at("unlock"), modifications="preserve")

    @rule(who=STAFF)
    def send(self, who):
        if self.press("send", who, self.at("send"), note="As agreed"):
            number = len(self.life.sent)
            links = self.office.links_of(self.project, ("aki", "karen"))
            self.links += [(number, name, token) for name, token in links.items()]

    @rule(who=STAFF)
    def retrieve(self, who):
        self.press("retrieve", who, self.at("retrieve"))

    @precondition(lambda self: self.life.sent)
    @rule(who=JUDGES, data=st.data())
    def look(self, who, data):
        number = data.draw(st.integers(1, len(self.life.sent)))
        self.pages[who] = (number, page_of(self.office.get(who, self.review(number))))

    @precondition(lambda self: self.links)
    @rule(data=st.data())
    def follow_a_link(self, data):
        number, who, token = data.draw(st.sampled_from(self.links))
        answer = self.office.get(who, f"/approvals/{token}")
        assert answer.status_code in {200, 404}, answer.status_code
        if answer.status_code == 200:
            self.pages[who] = (number, page_of(answer))
            assert answer.url.partition("?")[0].endswith(self.review(number)), (number, answer.url)

    @precondition(lambda self: self.pages)
    @rule(data=st.data())
    def accept(self, data):
        """With the page that the person has open, however old it is."""
        who = data.draw(st.sampled_from(sorted(self.pages)))
        self.accept_as(who)

    def accept_as(self, who):
        number, page = self.pages[who]
        fields = {name: page[name] for name in ("submission_id", "content_hash") if name in page}
        is_now = number == len(self.life.sent) and bool(fields)
        if is_now:
            self.press("accept", who, f"{self.review(number)}/accept", caution="yes", **fields)
        else:
            answer = self.office.post(who, f"{self.review(number)}/accept", caution="yes", **fields)
            assert answer.status_code in NO, (who, number, answer.status_code)

    @precondition(lambda self: self.life.sent)
    @rule(who=JUDGES, reason=st.sampled_from(("Footings look too high", "Footings look too high", "", "no")))
    def reject(self, who, reason):
        page = page_of(self.office.get(who, self.review(len(self.life.sent))))
        path = f"{self.review(len(self.life.sent))}/reject"
        if len(reason) < 3:
            answer = self.office.post(who, path, reason=reason, submission_id=page.get("submission_id", "0"))
            assert answer.status_code in NO, (who, reason, answer.status_code)
        else:
            assert "submission_id" in page or not self.life.may("reject", who)
            self.press("reject", who, path, reason=reason, submission_id=page.get("submission_id", "0"))

    @precondition(lambda self: self.life.sent)
    @rule(who=JUDGES)
    def retry(self, who):
        self.press("retry", who, f"{self.review(len(self.life.sent))}/retry")

    @precondition(lambda self: self.life.phase == "exporting")
    @rule(done=st.booleans())
    def erp_answers(self, done):
        self.office.erp_says(self.project, done=done)
        self.life.exported() if done else setattr(self.life, "phase", "export_failed")

    @precondition(lambda self: self.life.phase == "awaiting_sync")
    @rule()
    def amounts_are_seen(self):
        self.office.amounts_seen(self.project)
        self.life.phase = "none"

    @rule(who=st.sampled_from(("aki", "karen", "luis")), by=st.sampled_from(("ruth", "tom", "dana", "vera")))
    def change_the_privilege(self, who, by):
        holds = who in self.life.holders
        path = f"/settings/people/{self.office.world.id_of(PEOPLE[who])}/privilege"
        answer = self.office.post(by, f"{path}/end" if holds else path, warned="yes")
        done = answer.status_code in FINE
        assert done is (by in {"ruth", "tom"}), (who, by, answer.status_code)
        if done:
            self.life.holders ^= {who}

    @precondition(lambda self: self.life.phase == "sent")
    @rule(who=st.sampled_from(("aki", "karen")))
    def reject_without_words(self, who):
        """Directed: the sender has to be told why."""
        self.reject(who, "no")

    @precondition(lambda self: self.life.locked)
    @rule(cents=AMOUNTS)
    def edit_what_is_locked(self, cents):
        """Directed: whoever may edit a draft tries it now."""
        self.edit("dana", cents)

    @precondition(lambda self: not self.life.sent and self.life.phase == "none")
    @rule(cents=AMOUNTS)
    def send_it_the_short_way(self, cents):
        """Directed: a whole first send with an approver's page open on it; Luis locks, Dana sends."""
        self.edit("dana", cents)
        self.lock("luis")
        self.send("dana")
        if self.links:
            self.pages["karen"] = (1, page_of(self.office.get("karen", self.review(1))))

    @precondition(lambda self: self.life.phase == "sent" and self.life.in_the_erp is None)
    @rule(cents=AMOUNTS, by_link=st.booleans(), away=st.sampled_from(("reject", "retrieve")))
    def reject_edit_and_send_again(self, cents, by_link, away):
        """Directed: the page or the link of the submission before, used on the one after."""
        number = len(self.life.sent)
        if "karen" not in self.life.holders:
            return
        self.pages["karen"] = (number, page_of(self.office.get("karen", self.review(number))))
        self.reject("karen", "Footings look too high") if away == "reject" else self.retrieve("dana")
        if self.life.locked:
            self.unlock("dana")
        self.edit("dana", cents)
        self.lock("dana")
        self.send("dana")
        if by_link:
            token = next(token for at, who, token in self.links if at == number and who == "karen")
            answer = self.office.get("karen", f"/approvals/{token}")
            self.pages["karen"] = (number, page_of(answer))
            assert answer.url.partition("?")[0].endswith(self.review(number)), (number, answer.url)
        self.accept_as("karen")

    @precondition(lambda self: self.life.phase == "sent" and "luis" not in self.life.holders)
    @rule()
    def let_luis_decide(self):
        """Directed: somebody who had a hand in it gets the privilege and tries; then loses it and tries again."""
        self.look_at_now("luis")
        self.accept_as("luis")
        self.change_the_privilege("luis", "ruth")
        self.look_at_now("luis")
        self.accept_as("luis")

    @precondition(lambda self: self.life.phase == "sent" and "aki" in self.life.holders)
    @rule()
    def take_it_from_aki_with_the_page_open(self):
        """Directed: revoked between the page and the press."""
        self.look_at_now("aki")
        self.change_the_privilege("aki", "tom")
        self.accept_as("aki")

    @precondition(lambda self: self.life.phase == "sent" and "karen" in self.life.holders)
    @rule(then=st.sampled_from(("again", "retrieve", "reject")))
    def accept_and_then(self, then):
        """Directed: the second press after an acceptance."""
        self.look_at_now("karen")
        self.accept_as("karen")
        if then == "again":
            self.accept_as("karen")
        elif then == "retrieve":
            self.retrieve("dana")
        else:
            self.reject("karen", "Footings look too high")

    @precondition(lambda self: self.life.phase == "exporting")
    @rule(who=st.sampled_from(("aki", "karen")), then=st.sampled_from(("retry", "reject")))
    def refused_by_the_erp(self, who, then):
        """Directed: a failed export is tried again, or given back."""
        self.erp_answers(done=False)
        if then == "retry":
            self.retry(who)
        else:
            self.reject(who, "The item is inactive")

    @precondition(lambda self: self.life.phase == "exporting" and self.life.in_the_erp is None)
    @rule(cents=AMOUNTS)
    def held_by_the_erp_and_sent_again(self, cents):
        """Directed: synced, unlocked, changed, locked, and sent as an update."""
        self.erp_answers(done=True)
        self.amounts_are_seen()
        self.unlock("dana")
        self.edit("dana", cents)
        self.lock("luis")
        self.send("dana")

    def look_at_now(self, who):
        number = len(self.life.sent)
        self.pages[who] = (number, page_of(self.office.get(who, self.review(number))))

    @invariant()
    def it_stands_as_the_clerk_noted(self):
        if not hasattr(self, "life"):
            return
        locked, phase, amount, ended, orders = self.office.stands(self.project, self.line)
        life = self.life
        assert (locked, phase, amount) == (life.locked, life.phase, life.amount)
        assert ended == [each.ended for each in life.sent]
        assert orders == life.ordered

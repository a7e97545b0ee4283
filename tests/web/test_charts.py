"""The geometry of the budget and cost chart."""

from hypothesis import given
from hypothesis import strategies as st

from portal.web.charts import CostRow, budget_cost_chart


def row(budget, cost, name="Concrete"):
    return CostRow("03", name, budget, cost, str(budget), str(cost))


def share(text):
    return float(text.removesuffix("%"))


def test_scale_ends_at_a_round_amount_with_few_lines():
    chart = budget_cost_chart([row(67_925_000, 47_020_000)])
    assert [tick.label for tick in chart.ticks] == ["0", "200,000", "400,000", "600,000", "800,000"]
    assert [tick.at for tick in chart.ticks] == ["0.00%", "25.00%", "50.00%", "75.00%", "100.00%"]


def test_bars_stand_on_the_scale():
    (bar,) = budget_cost_chart([row(40_000_000, 10_000_000)]).bars
    assert (bar.budget, bar.cost, bar.over) == ("100.00%", "25.00%", "0.00%")


def test_cost_beyond_the_budget_is_a_part_of_its_own_and_told():
    chart = budget_cost_chart([row(20_000, 30_000), row(500, 400, "Masonry")])
    assert (chart.bars[0].budget, chart.bars[0].cost, chart.bars[0].over) == ("66.66%", "66.66%", "33.33%")
    assert chart.summary.endswith("Cost is above budget in: Concrete.")


def test_costs_without_a_budget_are_drawn_apart():
    (bar,) = budget_cost_chart([row(None, 500)]).bars
    assert not bar.planned
    assert bar.over == "0.00%"


def test_credits_have_no_length_and_an_empty_chart_still_has_a_scale():
    assert budget_cost_chart([row(0, -500)]).bars[0].cost == "0.00%"
    assert [tick.label for tick in budget_cost_chart([]).ticks] == ["0", "1"]


amounts = st.integers(min_value=-(10**13), max_value=10**13)


@given(st.lists(st.builds(row, st.none() | amounts, amounts), max_size=30))
def test_nothing_leaves_the_plot(rows):
    chart = budget_cost_chart(rows)
    assert 2 <= len(chart.ticks) <= 6
    for bar in chart.bars:
        assert 0 <= share(bar.budget) <= 100
        assert 0 <= share(bar.cost) + share(bar.over) <= 100.01

"""The table of the hostile test plan: each of its rows has a test, another kind of proof, or is said to be missing."""
import pathlib
import re

import pytest

TESTS = pathlib.Path(__file__).parent.parent
PLAN = {"L": 15, "O": 10, "G": 12, "S": 12, "P": 15, "E": 13, "W": 13, "F": 6, "X": 12}
ROWS = [line.split("\t") for line in (TESTS / "rows.tsv").read_text(encoding="ascii").splitlines()[1:]]


def test_every_row_of_the_plan_is_there_once():
    assert [row for row, _, _ in ROWS] == [f"{letter}{number}" for letter, most in PLAN.items() for number in range(1, most + 1)]


@pytest.mark.parametrize("row, quick, long", ROWS, ids=[row for row, _, _ in ROWS])
def test_row_names_what_there_is(row, quick, long):
    """Tests exist under the names that the table has; who has none says why."""
    for word in quick.split():
        if word in ("-", "missing"):
            assert long != "-", f"{row} has neither a test nor a reason"
            continue
        path, name = word.split("::")
        assert re.search(rf"^(def )?{name}\(", (TESTS / path).read_text(encoding="utf-8"), re.M), f"{row}: {word} is not there"

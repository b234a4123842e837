"""What `make soak` measures: each test tells its figures, and the run prints them as a table of rows of the hostile test plan.

In `make test` nobody listens, and what is told is not kept. Figures of time depend on the machine and what else it does, so
no test fails for them: the table says whether the goal was reached.
"""
import json
import operator
import os

COMPARE = {"<=": operator.le, ">=": operator.ge, "=": operator.eq}


def full(quick, whole):
    """How large a test is: QUICK, or with CAPSULE_SOAK (percent, of `make soak`) that much of the WHOLE."""
    percent = int(os.environ.get("CAPSULE_SOAK") or 0)
    return max(quick, whole * percent // 100) if percent else quick


def figure(row, what, value, goal):
    """Tells that VALUE was measured for ROW; GOAL is such as '<= 10 MiB'. True if it is reached."""
    sign, number = goal.split()[:2]
    good = COMPARE[sign](value, float(number))
    path = os.environ.get("CAPSULE_FIGURES")
    if path:
        with open(path, "a", encoding="utf-8") as file:
            file.write(json.dumps({"row": row, "what": what, "value": value, "goal": goal, "ok": bool(good)}) + "\n")
    return good


def show(path):
    """Prints the table; whether every goal was reached."""
    with open(path, encoding="utf-8") as file:
        told = [json.loads(line) for line in file]
    told.sort(key=lambda one: (one["row"][0], int(one["row"].split()[0][1:]), one["what"]))
    print(f"\n{'row':5}{'what':58}{'figure':>12}  {'goal':22}ok")
    for one in told:
        value = f"{one['value']:.0f}" if float(one["value"]).is_integer() else f"{one['value']:.2f}"
        print(f"{one['row']:5}{one['what']:58}{value:>12}  {one['goal']:22}{'yes' if one['ok'] else 'NO'}")
    return all(one["ok"] for one in told)

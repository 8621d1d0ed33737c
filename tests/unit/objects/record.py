"""Writes what CPython answers to the expressions of each `NAME.txt` here: run as `PYTHONHASHSEED=0 python3.14 record.py`.

Each expression is followed by its repr, or by the exception's type and message, indented, and an empty line.
"""
import collections, functools, itertools, math, operator, pathlib, time  # noqa: E401
import warnings

warnings.simplefilter("ignore")


def answer(expression):
    try:
        text = repr(eval(expression))
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    return text.encode("ascii", "backslashreplace").decode()


if __name__ == "__main__":
    for path in sorted(pathlib.Path(__file__).parent.glob("*.txt")):
        expressions = path.read_text(encoding="utf-8").split("\n")[::3]
        path.write_text("\n".join(f"{e}\n  {answer(e)}\n" for e in expressions if e), encoding="utf-8")

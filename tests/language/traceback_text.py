"""A traceback: carets, a chain of causes, a group, notes, repeated lines."""


def divide(values):
    return sum(value / (value - 2) for value in values)


def convert(text):
    try:
        return divide([3, 4, int(text)])
    except ZeroDivisionError as error:
        raise ValueError(f"cannot use {text!r}") from error


def deep(n):
    return deep(n - 1) if n else convert("2")


def collect():
    errors = []
    for action in [lambda: deep(8), lambda: {}["k"], lambda: "a".uper()]:
        try:
            action()
        except Exception as error:
            error.add_note("while collecting")
            errors.append(error)
    raise ExceptionGroup("all of them", errors)


collect()

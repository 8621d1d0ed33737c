# An uncaught exception with causes, contexts, carets and repeated frames.
def divide(a, b):
    return (a + 1) / b


def look(d):
    try:
        return d['missing']['x']
    except KeyError:
        divide(len(d), 0)


def deep(n):
    if n == 0:
        return look({})
    return deep(n - 1)


class Box:
    value = 1

    def method(self):
        return self.valeu


def attributes():
    try:
        deep(8)
    except ZeroDivisionError as e:
        raise RuntimeError(
            'several '
            'lines'
        ) from e


try:
    attributes()
except RuntimeError as e:
    e.add_note('a note')
    Box().method()

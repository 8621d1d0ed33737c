# Context managers: order, suppression, errors.
class Manager:
    def __init__(self, name, suppress=False):
        self.name, self.suppress = name, suppress

    def __enter__(self):
        print('enter', self.name)
        return self.name.upper()

    def __exit__(self, kind, value, tb):
        print('exit', self.name, kind and kind.__name__, value, tb is not None)
        return self.suppress


with Manager('a') as a, Manager('b') as b:
    print(a, b)
with Manager('s', True):
    raise ValueError('suppressed')
try:
    with Manager('o'), Manager('i'):
        1 / 0
except ZeroDivisionError as e:
    print('passed', e)


def early():
    with Manager('f'):
        for _ in range(2):
            with Manager('g'):
                return 'returned'


print(early())
for i in range(2):
    with Manager(str(i)):
        continue
with (Manager('p') as p, Manager('q') as (q)):
    print(p, q)
try:
    with 5: pass
except TypeError as e:
    print(e)


class Half:
    def __enter__(self): pass


try:
    with Half(): pass
except TypeError as e:
    print(e)


class Failing(Manager):
    def __exit__(self, *a):
        super().__exit__(*a)
        raise KeyError('in exit')


try:
    with Failing('x'):
        raise ValueError('body')
except KeyError as e:
    print(repr(e), repr(e.__context__))

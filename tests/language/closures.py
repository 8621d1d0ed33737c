# Cells, nonlocal, late binding, and what deleting does.
def counter(start=0):
    n = start

    def step(by=1):
        nonlocal n
        n += by
        return n

    return step


a, b = counter(), counter(10)
print(a(), a(5), b(), a.__closure__[0].cell_contents)

print([f() for f in [lambda: i for i in range(3)]])
print([f() for f in [lambda i=i: i for i in range(3)]])


def outer():
    x = 1

    class C:
        y = x
        z = 2

        def get(self):
            return x

    return C


C = outer()
print(C.y, C.z, C().get())


def unbound():
    try:
        print(later)
    except UnboundLocalError as e:
        print(e)
    later = 1
    del later
    try:
        later
    except UnboundLocalError as e:
        print(e)

    def inner():
        return free

    try:
        inner()
    except NameError as e:
        print(type(e).__name__, e)
    free = 1
    return inner()


print(unbound())
x = 'global'


def shadow():
    global x
    x = 'changed'
    return [x for x in 'ab'], x


print(shadow(), x)


def recursive(n):
    return n if n < 2 else (lambda f: f(n - 1) + f(n - 2))(recursive)


print(recursive(15))


def compose(*fs):
    def run(v):
        for f in fs:
            v = f(v)
        return v

    return run


print(compose(str, len, lambda n: n * 2)(12345))

"""An object that native code holds in a variable of its own is alive, whatever Python code below it drops or collects."""
import functools
import gc
import weakref


class D:
    def __init__(self, n):
        self.n = n

    def __del__(self):
        print("del", self.n)

    def __lt__(self, other):
        churn()
        return self.n < other.n


def churn():
    global dropped
    dropped = [1]
    dropped = None
    gc.collect()


def look(d):
    churn()
    return d.n


def one(n):
    yield D(n)


print("sorted")
result = sorted(one(1), key=look)
print(len(result))
del result

print("sort")
items = [D(2)]
items.sort(key=look)
print(len(items))
items = None

print("map")
result = list(map(look, one(3)))
print(result)

print("min")
best = min(one(4), key=look)
print(best.n)
best = None

print("dict")


class Key:
    def __init__(self, n):
        self.d = D(n)

    def __hash__(self):
        churn()
        return 1

    def __eq__(self, other):
        churn()
        return False


table = dict([(Key(5), "five")])
print(len(table))
table = None

print("reduce")
total = functools.reduce(lambda a, b: (churn(), a)[1], one(6), D(7))
print(total.n)
del total

print("weakref")


class W:
    pass


def weak():
    w = W()
    refs.append(weakref.ref(w, lambda r: print("gone")))
    yield w


refs = []
result = sorted(weak(), key=lambda w: (churn(), refs[0]() is None)[1])
print(refs[0]() is result[0])
result = None
print(refs[0]())

print("exec and partial hold nothing")
exec("d = D(8)\ndel d\nprint('after')")
functools.partial(lambda: exec("d = D(9)\nd = None\nprint('after')"))()
print("end")

"""What trace functions and monitoring hear of the StopIteration that ends a loop; lines of frames that have ended."""
import sys


class Countdown:
    def __init__(self, start):
        self.left = start

    def __iter__(self):
        return self

    def __next__(self):
        if self.left == 0:
            raise StopIteration("done")
        self.left -= 1
        return self.left


def silent():
    yield 1


def telling():
    yield 1
    return 2


def loop(items):
    for item in items:
        pass
    return item


def delegate(items):
    return (yield from items)


def trace(frame, event, arg):
    if event == "exception":
        print(frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno, arg[0].__name__, arg[1])
    return trace


for make in (lambda: Countdown(2), silent, telling, lambda: [1], lambda: delegate(telling()), lambda: delegate(Countdown(1))):
    items = make()
    print("--", type(items).__name__)
    sys.settrace(trace)
    loop(items)
    sys.settrace(None)

monitoring = sys.monitoring
monitoring.use_tool_id(3, "test")
monitoring.register_callback(3, monitoring.events.RAISE, lambda code, offset, error: print(code.co_name, repr(error)))
monitoring.set_events(3, monitoring.events.RAISE)
for items in (Countdown(1), telling(), silent()):
    loop(items)
monitoring.set_events(3, 0)
print(monitoring.get_events(3), monitoring.get_local_events(4, loop.__code__))
monitoring.free_tool_id(3)


def kept():
    global frame
    frame = sys._getframe()

    return 5


kept()
print(frame.f_lineno - kept.__code__.co_firstlineno)


def value():
    print("value", (yield from Countdown(1)))


print(list(value()))

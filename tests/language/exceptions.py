# try, except, else, finally, raise from, contexts, groups, notes.
def order():
    log = []
    for n in range(4):
        try:
            log.append(f'try{n}')
            if n == 0: continue
            if n == 1: raise ValueError(n)
            if n == 3: break
        except ValueError as e:
            log.append(f'except {e}')
        else:
            log.append('else')
        finally:
            log.append('finally')
    return log


print(order())


def override():
    try:
        return 'try'
    finally:
        print('before leaving')


print(override())


def chain():
    try:
        try:
            {}['k']
        except KeyError:
            [][1]
    except IndexError as e:
        return e


e = chain()
print(repr(e), repr(e.__context__), e.__cause__, e.__suppress_context__)
try:
    raise ValueError('a') from TypeError('b')
except ValueError as e:
    print(repr(e.__cause__), e.__suppress_context__)
try:
    raise ValueError('a') from None
except ValueError as e:
    print(e.__cause__, e.__suppress_context__)
try:
    e
except NameError as err:
    print(err)


class Custom(Exception):
    def __init__(self, code, msg):
        super().__init__(msg)
        self.code = code


try:
    raise Custom(7, 'bad')
except (KeyError, Custom) as e:
    print(e, e.code, e.args, isinstance(e, Exception))
for bad in ('raise 1', 'raise int', 'raise', 'raise ValueError from 1'):
    try:
        exec(bad)
    except Exception as e:
        print(type(e).__name__, e)
try:
    try:
        1 / 0
    except 5:
        pass
except TypeError as e:
    print(e)
try:
    raise ExceptionGroup('g', [ValueError(1), TypeError(2), ExceptionGroup('h', [ValueError(3), KeyError(4)])])
except* ValueError as eg:
    print('V', eg.exceptions)
except* TypeError as eg:
    print('T', eg.exceptions)
except* KeyError as eg:
    print('K', eg.exceptions)
try:
    try:
        raise ExceptionGroup('x', [OSError('os'), ValueError('v')])
    except* OSError as eg:
        raise RuntimeError('new') from eg
except ExceptionGroup as eg:
    print(repr(eg))
try:
    try:
        raise ValueError('plain')
    except* ValueError as eg:
        print(repr(eg))
        raise
except BaseException as e:
    print(repr(e))
e = ValueError('noted')
e.add_note('one')
e.add_note('two')
print(e.__notes__)


def nested(n):
    try:
        if n == 0:
            raise RuntimeError('deep')
        nested(n - 1)
    finally:
        print('unwind', n)


try:
    nested(2)
except RuntimeError as e:
    tb, lines = e.__traceback__, []
    while tb:
        lines.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
        tb = tb.tb_next
    print(lines)


def recurse(n=0):
    return recurse(n + 1)


try:
    recurse()
except RecursionError as e:
    print(e)
import sys
try:
    raise ValueError
except ValueError:
    print(sys.exc_info()[0].__name__)
    try:
        raise KeyError
    except KeyError:
        print(sys.exception().__class__.__name__)
    print(sys.exception().__class__.__name__)
print(sys.exception())


def returns_in_loop():
    for i in range(3):
        try:
            return i
        finally:
            if i == 0:
                print('first')


print(returns_in_loop())
assert True, 'no'
try:
    assert 1 == 2, ('tuple', 1)
except AssertionError as e:
    print(e)
for text in ('x = = 1', 'def f(:', "'abc"):
    try:
        compile(text, 'text', 'exec')
    except SyntaxError as e:
        print(e.msg, e.lineno, e.offset, e.text)
for f in (lambda: int('x'), lambda: [].pop(), lambda: {}['a'], lambda: 'a' + 1, lambda: 1 + 'a', lambda: None.x, lambda: (1).foo, lambda: [1][5], lambda: undefined_name, lambda: len(5), lambda: 1 < 'a', lambda: [] < 3, lambda: -'a', lambda: iter(5), lambda: [1, 2].index(3), lambda: 'abc'[10], lambda: 5 in 5, lambda: 2 ** 'a', lambda: {[]: 1}, lambda: next(iter([])), lambda: chr(-1), lambda: 'a' * 'b', lambda: 1 % 0, lambda: 1.0 // 0):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)

def fail(kind, text):
    raise kind(text)


def collect():
    errors = []
    for kind in (ValueError, KeyError):
        try:
            fail(kind, 'text')
        except Exception as e:
            errors.append(e)
    inner = ExceptionGroup('inner', [TypeError('t')])
    raise ExceptionGroup('outer', errors + [inner])


collect()

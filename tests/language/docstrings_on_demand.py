# The namespace of a built-in class, whose docstring is provided when someone looks.
for cls in (int, list, dict, frozenset, type, BaseException):
    namespace = cls.__dict__
    print(cls.__name__, '__doc__' in namespace, '__init__' in namespace, len(namespace) == len(list(namespace)))
    print(type(namespace['__doc__']).__name__, namespace['__doc__'] == cls.__doc__, namespace.get('__doc__') == cls.__doc__)

print(tuple.__dict__.get('__doc__').splitlines()[0])
print([value for key, value in bytes.__dict__.items() if key == '__doc__'][0].splitlines()[0])
print(dict(set.__dict__)['__doc__'])
print([type(value).__name__ for value in bytearray.__dict__.values() if isinstance(value, str)])
print(complex.__dict__.copy()['__doc__'] == complex.__doc__, (float.__dict__ | {})['__doc__'] == float.__doc__)
print(slice.__dict__ == dict(slice.__dict__), vars(range)['__doc__'] == range.__doc__)


class text(str):
    pass


key = text('__doc__')
print(property.__dict__[key] == property.__doc__, memoryview.__dict__.get(key) == memoryview.__doc__)
print('missing' in enumerate.__dict__, zip.__dict__.get('missing', 'none'))
try:
    zip.__dict__['missing']
except KeyError as error:
    print(repr(error))

# A wrapper has the docstring of what it wraps, a built-in class too.
for wrap in (classmethod, staticmethod):
    wrapped = wrap(list)
    print(wrapped.__doc__ == list.__doc__, wrapped.__name__, wrapped.__dict__['__doc__'] == list.__doc__, sorted(wrapped.__dict__))
    wrapped = wrap(set)
    wrapped.__doc__ = 'mine'
    print(wrapped.__doc__, wrapped.__dict__['__doc__'], wrap.__doc__.splitlines()[0])
    print(wrap(len).__doc__ == len.__doc__, wrap(print).__dict__['__doc__'] == print.__doc__)

    class special(wrap):
        pass

    print(special(dict).__doc__ == dict.__doc__, special.__doc__, type(wrap.__dict__['__doc__']).__name__)

    @wrap
    def documented():
        'words'

    print(documented.__doc__, documented.__dict__['__doc__'])

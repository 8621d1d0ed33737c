# What `stat`, `types` and `locale` take from C.
import _locale, _stat, _types, locale, stat, types

for mode in 0, 0o100644, 0o40755, 0o120777, 0o4755, 0o1777, 0o2755, 0o4644, 0o1666, 0o2644, 0o60000, 0o20000, 0o10000, 0o140000, 0o170000:
    kinds = [name for name in dir(_stat) if name.startswith("S_IS") and callable(getattr(_stat, name)) and getattr(_stat, name)(mode)]
    print(oct(mode), _stat.filemode(mode), kinds, oct(_stat.S_IFMT(mode)), oct(_stat.S_IMODE(mode)))
print({name: value for name, value in vars(_stat).items() if isinstance(value, int)} == {name: value for name, value in vars(stat).items() if isinstance(value, int) and hasattr(_stat, name)})
print(sorted((name, value) for name, value in vars(_stat).items() if isinstance(value, int)))
print(stat.filemode is _stat.filemode, stat.S_ISDIR(True), stat.S_ISDIR.__doc__, stat.filemode.__text_signature__)
for value in -1, 2**32, 2**64, 1.5, "x", None:
    try:
        stat.filemode(value)
    except (TypeError, OverflowError) as error:
        print(type(error).__name__, error)

for name in sorted(set(dir(_types)) - {"__loader__", "__spec__"}):
    print(name, getattr(_types, name))
print(types.FunctionType is type(lambda: 0), types.CapsuleType.__module__)
try:
    types.CapsuleType()
except TypeError as error:
    print(error)

_locale.setlocale(_locale.LC_ALL, "C")
for name in None, "POSIX", "C.UTF-8", "nowhere", "LC_CTYPE=C.UTF-8;LC_TIME=C", 5:
    try:
        print(name, _locale.setlocale(_locale.LC_ALL, name))
    except (TypeError, _locale.Error) as error:
        print(name, type(error).__name__, error)
print(_locale.setlocale(_locale.LC_TIME, "C"), _locale.setlocale(_locale.LC_ALL))
print(_locale.setlocale(_locale.LC_ALL, _locale.setlocale(_locale.LC_ALL)), locale.getlocale(), locale.getlocale(locale.LC_TIME))
for category in 99, "x":
    try:
        _locale.setlocale(category)
    except (TypeError, _locale.Error) as error:
        print(type(error).__name__, error)
print(locale.Error is _locale.Error, locale.Error, locale.Error.__mro__[1])
print(sorted(_locale.localeconv().items()) == sorted(locale.localeconv().items()), list(_locale.localeconv().items()))
for name in sorted(dir(_locale)):
    if name.isupper() and not name.startswith(("LC_", "CHAR", "__")):
        print(name, getattr(_locale, name), repr(_locale.nl_langinfo(getattr(_locale, name))))
try:
    _locale.nl_langinfo(5)
except ValueError as error:
    print(error)
print(_locale.strcoll("a", "B"), _locale.strcoll("a", "a"), _locale.strxfrm("aé"), locale.getencoding(), locale.strcoll("a", "b"))
print(_locale.gettext("x"), _locale.dgettext(None, "x"), _locale.dcgettext("d", "x", 5), _locale.textdomain(None))
print(_locale.bindtextdomain("d", "/x"), _locale.bindtextdomain("d", None), _locale.textdomain("zz"), _locale.textdomain(None))
for call in (lambda: _locale.bindtextdomain("", None), lambda: _locale.strcoll("a\0", "B"), lambda: _locale.gettext(1), lambda: _locale.strxfrm(1)):
    try:
        call()
    except (TypeError, ValueError, locale.Error) as error:
        print(type(error).__name__, error)
print(locale.format_string("%d %.2f", (1234567, 0.5), grouping=True), locale.atof("1.5"), locale.str(2.5), locale.normalize("de"))
import sysconfig

print(sysconfig.get_config_var("Py_DEBUG"), sysconfig.get_config_var("VERSION"), sysconfig.get_python_version())

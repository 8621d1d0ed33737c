# Modules that CPython carries frozen: their code names no file, and tracebacks show no lines of it.
import codecs, importlib.util, os, posixpath, runpy, sys, traceback
import importlib._bootstrap_external as external

for module in (os, posixpath, codecs, runpy, importlib.util, traceback):
    spec = module.__spec__
    state = spec.loader_state
    print(module.__name__, spec.origin == "frozen", state and state.origname, hasattr(module, "__cached__"), os.path.basename(module.__file__))
    assert state is None or state.filename == module.__file__
print(os.__loader__, os.__spec__, repr(os.__package__))
print(os.makedirs.__code__.co_filename, external.cache_from_source.__code__.co_filename)
print(importlib.util.find_spec("posixpath") is posixpath.__spec__, importlib.machinery.FrozenImporter.find_spec("runpy"))

try:
    os.makedirs("/proc/absent/below")
except OSError:
    print(*traceback.format_exc().splitlines()[4:], sep="\n")
try:
    posixpath.join("a", 1)
except TypeError as error:
    print(*traceback.format_exception(error)[-3:], sep="")

import _imp

print({"os", "abc", "zipimport", "_frozen_importlib"} <= set(_imp._frozen_module_names()), _imp.is_frozen("os"), _imp.is_frozen("re"))
print(_imp.find_frozen("os"), _imp.find_frozen("__phello__"), _imp.find_frozen("re"), type(_imp.find_frozen("io", withdata=True)[0]))
print(_imp.is_frozen_package("__phello__"), _imp.get_frozen_object("stat").co_filename)
for call in (lambda: _imp.get_frozen_object("no"), lambda: _imp.is_frozen_package("no"), lambda: _imp.get_frozen_object("os", b"junk")):
    try:
        call()
    except ImportError as error:
        print(error, error.name, error.path)

import __phello__.spam, __hello_alias__

print(__phello__.__path__ == [os.path.dirname(__phello__.__file__)], __phello__.__package__, __phello__.spam.__package__)
print(__hello_alias__.__spec__.name, __hello_alias__.__spec__.loader_state.origname)
sys.modules.pop("runpy")
print(__import__("runpy") is runpy, sys.modules["runpy"].__spec__ == runpy.__spec__)
import inspect

print(inspect.getsource(os.makedirs).split("(")[0], os.path.basename(inspect.getsourcefile(os)))

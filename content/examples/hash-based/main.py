import py_compile
from importlib.util import source_hash

path = py_compile.compile(
    "greetings.py",
    invalidation_mode=py_compile.PycInvalidationMode.CHECKED_HASH,
)
print(path)

with open(path, "rb") as file:
    print(file.read(16).hex(" "))

with open("greetings.py", "rb") as file:
    print("hash of the source     ", source_hash(file.read()).hex(" "))

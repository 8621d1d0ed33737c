import platform
import sys

print("language      ", sys.version_info.major, sys.version_info.minor)
print("implementation", platform.python_implementation())
print("its files     ", sys.implementation.cache_tag)

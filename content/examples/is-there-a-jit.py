import sys

print("built in?   ", sys._jit.is_available())
print("switched on?", sys._jit.is_enabled())

import sys

def down(n):
    frame = sys._getframe()
    caller = frame.f_back.f_code.co_name
    print("  " * n, n, "called from", caller)
    if n < 3:
        down(n + 1)

down(0)

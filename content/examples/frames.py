import sys

def down(n):
    frame = sys._getframe()
    print("  " * n + f"{frame.f_code.co_name}({n}) was called from {frame.f_back.f_code.co_name}")
    if n < 3:
        down(n + 1)

down(0)

import os, sys

print("Hello", "World")

sys.stdout.write("Hello World\n")
sys.stdout.flush()

os.write(1, b"Hello World\n")

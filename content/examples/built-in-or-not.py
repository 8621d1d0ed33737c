import math
import random

def double(x):
    return x * 2

for thing in print, len, math.sqrt, random.choice, double:
    print(thing.__name__, "→", type(thing).__name__)

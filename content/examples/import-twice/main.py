import os
from importlib.util import cache_from_source

kept = cache_from_source("greetings.py")

print("kept before?", os.path.exists(kept))
import greetings
print("kept after? ", os.path.exists(kept))

import greetings  # a second time
print(greetings.hello("World"))

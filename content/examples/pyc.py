from importlib.util import cache_from_source
from marshal import dumps, loads

source = """\
price = 40
print("total", price + 2)
"""
code = compile(source, "price.py", "exec")
body = dumps(code)

print(cache_from_source("price.py"))
print(len(body), "bytes of code")
exec(loads(body))

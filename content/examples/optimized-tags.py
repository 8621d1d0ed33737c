from importlib.util import cache_from_source

source = '''
def half(n):
    "Half of an even number."
    assert n % 2 == 0, "an odd number"
    return n // 2
'''

for level, tag in (0, ""), (1, 1), (2, 2):
    space = {}
    code = compile(source, "half.py", "exec", optimize=level)
    exec(code, space)
    half = space["half"]
    print(cache_from_source("half.py", optimization=tag))
    print("   ", len(half.__code__.co_code), "bytes,", half.__doc__)

class C2:
    def __eq__(self, other): return 1
try: hash(C2())
except TypeError as e: print(e)
print(C2.__hash__, list(C2.__dict__))
eg=ExceptionGroup("msg",[ValueError()]); print(repr(eg)); eg.args=(); print(repr(eg), eg)
try:
    try: raise eg
    except* ValueError as e: print(repr(e))
    except* TypeError: pass
except BaseException as e: print("x", repr(e))

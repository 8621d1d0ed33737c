"""Instructions as monitoring and trace functions hear of them."""
import sys
m=sys.monitoring
def f(x):
    y = x
    return y
def g():
    yield 1
    yield 2
m.use_tool_id(2,'t')
m.register_callback(2, m.events.INSTRUCTION, lambda c,o: print(c.co_name,o))
for c in (f,g): m.set_local_events(2, c.__code__, m.events.INSTRUCTION)
f(1); list(g())
m.free_tool_id(2)
def tr(fr,ev,a):
    fr.f_trace_opcodes=True
    if ev=='opcode' and fr.f_code in (f.__code__,g.__code__): print(fr.f_lasti)
    return tr
sys.settrace(tr)
f(2); list(g())
sys.settrace(None)

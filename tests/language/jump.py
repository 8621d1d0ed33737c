import sys, warnings
warnings.simplefilter("ignore")
def tracer(frame, event, arg):
    if event=='line' and frame.f_lineno == 8:
        print(frame.f_lineno); frame.f_lineno = 10; return None
    return tracer
def f():
    for i in 1, 2:
        out.append(i)
    out.append(9)
out=[]
sys.settrace(tracer); 
try: f()
finally: sys.settrace(None)
print(out)

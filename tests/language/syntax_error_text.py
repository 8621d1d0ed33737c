"""Syntax errors are reported with the line and the place."""
for source in ["x = = 1", "print 'a'", "if x\n    pass", "def f(:\n  pass", "f(a b)", "'abc", "(1,\n2", "for i in range(3):\nprint(i)", "x = 5 +", "class C\n  pass", "return = 1", "a, b += 1", "None = 1", "f() = 1", "if x = 1: pass", "try:\n  pass\nx", "1 + 'a' 'b' 2", "f'{a b}'", "0777", "1__0", "\t x\n  y"]:
    try:
        compile(source, "<test>", "exec")
    except SyntaxError as error:
        print(type(error).__name__, error.msg, error.lineno, error.offset, error.end_lineno, error.end_offset, repr(error.text))

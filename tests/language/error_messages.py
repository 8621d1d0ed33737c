# What built-in functions and types say of arguments that do not fit.
import warnings

warnings.simplefilter("ignore")
class O:
    """Every conversion gives the wrong type."""
    def __float__(self): return 's'
    def __int__(self): return 's'
    def __index__(self): return 's'
    def __complex__(self): return 's'
    def __str__(self): return 1
    def __repr__(self): return 1
    def __bytes__(self): return 1
    def __format__(self, spec): return 1
    def __len__(self): return 's'
    def __bool__(self): return 's'
    def __hash__(self): return 's'
    def __iter__(self): return 's'
    def __trunc__(self): return 's'
    def __dir__(self): return 3


o = O()
for f in (float, int, complex, str, repr, bytes, format, len, bool, hash, iter, list, dir, bin, chr, ascii):
    try:
        print(f(o))
    except Exception as error:
        print(f.__name__, type(error).__name__, error)

EXPRESSIONS = """
f(o)
f'{o}'
'%s'%o
'%f'%o
[1][o]
round(o)
'%c'%o
'a'*o
range(o)
next(o)
o()
o+1
o[1]
isinstance(1,o)
issubclass(int,o)
issubclass(1,int)
sum(o)
sum('a')
sum(['a'])
sum([1],'')
max(1)
max()
max([])
min(1,2,default=3)
sorted([1,'a'])
ord('ab')
ord(1)
chr(-1)
chr('a')
hash([])
{[]:1}
{[]}
abs('a')
divmod(1,'a')
pow('a',1)
pow(1,2,'a')
pow(2,-1,0)
pow(2,-1,4)
round('a')
bytes('a')
bytes([256])
bytes(-1)
bytes(['a'])
bytearray([256])
bytearray('a')
memoryview(1)
complex('a')
complex('1',1)
complex(1,'1')
complex([])
type(1,2)
type()
getattr(1,2)
getattr(1,'a')
setattr(1,'a',1)
delattr(1,'a')
hasattr(1,2)
vars(1)
zip(1)
map(1)
map()
list(map(1,[1]))
filter(1)
enumerate(1)
enumerate([],'a')
reversed(1)
reversed({1})
slice()
slice(1,2,3,4)
range()
range(1,2,0)
range('a')
iter(1)
iter(1,2)
next([])
next(iter([]))
print(1,sep=1)
print(1,foo=1)
open()
eval(1)
exec(1)
input(1,2)
format(1,2)
format('a','d')
format(1,'s')
format(1.5,'d')
format([],'d')
int('a')
int('a',99)
int(None)
float('a')
float(None)
float([])
int(float('nan'))
int(float('inf'))
'%d'%'a'
'%d'%1.5
'%x'%1.5
'%c'%'ab'
'%c'%1114112
'%z'%1
'%s'
'%s%s'%1
'%s'%(1,2)
'%(a)s'%1
'%'%1
'{}'.format()
'{0'.format(1)
'}'.format()
'{a}'.format()
'{!x}'.format(1)
'{0.a}'.format(1)
'{0[a]}'.format([1])
'{:{}}'.format(1,'z')
'{0}{}'.format(1)
'a'.join([1])
'a'.join(1)
'a'.split('')
'a'.split(1)
'a'.replace(1,2)
'a'.find(1)
'a'.index('b')
'a'.startswith(1)
'a'.encode('foo')
b'a'.decode('foo')
'a'.ljust(1,'ab')
'a'.ljust('a')
'a'.translate(1)
str.maketrans(1)
str.maketrans('a','bc')
'a'+1
1+'a'
'a'*'a'
'a'['a']
'a'[1]
'a'.zfill('a')
'a'.center()
str(b'a','ascii','x',1)
str(1,'a')
'a' in 1
1 in 'a'
[1].index(2)
[].pop()
[1].pop(5)
[1].remove(2)
[].insert()
[1]['a']
[1]+(1,)
(1,)+[1]
[1]*'a'
[].sort(1)
[1,'a'].sort()
list(1)
list(1,2)
tuple(1)
dict(1)
dict([1])
dict(1,2)
{}.pop(1)
{}.popitem()
{}[1]
{}.update(1)
dict.fromkeys(1)
set(1)
set().pop()
{1}.remove(2)
{1}+{2}
{1}|[2]
b'a'+'a'
b'a'.join(['a'])
b'a'.find('a')
b'a'[1]
b'a'['a']
'a' in b'a'
256 in b'a'
b'a'.replace('a','b')
bytes.fromhex('zz')
bytes.fromhex(1)
b'%d'%'a'
b'%s'%'a'
b'%s'%1
bytearray(b'a').append(256)
bytearray(b'a').append('a')
bytearray(b'a').pop(3)
bytearray().pop()
bytearray(b'a').remove(1)
bytearray(b'a').extend('a')
bytearray(b'a').extend([256])
(1).to_bytes(0)
(256).to_bytes()
(-1).to_bytes()
(1).to_bytes(1,'x')
int.from_bytes(1)
int.from_bytes('a')
int.from_bytes([256])
1<<-1
1>>-1
1//0
1%0
1/0
1.0//0
1.0%0
1.0/0
divmod(1,0)
divmod(1.0,0)
0**-1
0.0**-1
1j/0
0j**-1
10.0**400
1j//1
1j<1
1<'a'
None<1
-'a'
~1.5
+'a'
1.5<<1
1|1.5
'a' @ 1
None()
None[1]
None.a
len(1)
len()
len(1,2)
[].append()
[].append(1,2)
int.bit_length()
int.bit_length('a')
str.upper(1)
list.append(1,2)
int.__add__(1)
int.__add__('a',1)
(1).__add__()
object(1)
object.__new__(1)
object.__new__(int)
int.__new__()
int.__new__(str)
int.__new__(1)
object.__init__(1,2)
bool(1,2)
bool(x=1)
float(x=1)
str(x=1)
list(x=1)
tuple(x=1)
complex(x=1)
complex(1,2,3)
float(1,2)
callable()
id()
isinstance(1)
(lambda: 1)(1)
property(1,2,3,4,5)
classmethod()
staticmethod(1,2)
memoryview(b'a')['a']
memoryview(b'a')[1]
memoryview()
bytes(1,2)
bytes(b'a','b')
bytes('a','b','c','d')
(1,).index(2)
()[0]
(1,)['a']
[][0]
__import__()
__import__(1)
__import__('')
zip([1],[1,2],strict=True).__next__()
list(zip([1],[1,2],strict=True))
list(zip([1,2],[1],strict=True))
aiter(1)
anext(1)
sorted(1)
sorted([1],1)
sorted([1],foo=1)
sum()
sum([],1,2)
any()
all(1)
hex('a')
oct(1.5)
bin()
"""
for line in EXPRESSIONS.strip().splitlines():
    try:
        print(line, '->', eval(line))
    except Exception as error:
        print(line, '->', type(error).__name__, error)

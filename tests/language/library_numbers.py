"""math, cmath, numbers, fractions, decimal, statistics, random, secrets"""
import cmath, decimal, fractions, math, numbers, random, secrets, statistics
from decimal import Decimal as D
from fractions import Fraction as F


def attempt(f):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__, error)


print(math.gcd(12, 18, 27), math.lcm(4, 6), math.comb(50, 25), math.perm(7, 3), math.isqrt(10**30), math.factorial(25))
print(math.fsum([0.1] * 10), math.prod([1, 2, 3.5]), math.hypot(3, 4, 12), math.dist((1, 2), (4, 6)), math.sumprod([1, 2], [3, 4.5]))
print(math.floor(-2.5), math.ceil(F(7, 3)), math.trunc(-2.7), math.modf(-2.25), math.frexp(10.0), math.ldexp(0.625, 4), math.fmod(-7, 3), math.remainder(7, 4))
print(math.sin(1), math.cos(1e6), math.tan(0.5), math.atan2(-1, -1), math.exp(1), math.expm1(1e-9), math.log(10**400), math.log2(2**70), math.log10(1000), math.log1p(1e-10))
print(math.gamma(5.5), math.lgamma(100), math.erf(0.5), math.erfc(3), math.cbrt(8), math.exp2(0.5), math.fma(2.0, 3.0, 4.0), math.nextafter(1, 2), math.ulp(1.0), math.copysign(3, -0.0))
print(math.isclose(1, 1 + 1e-10), math.inf, math.nan, math.tau, math.isnan(math.nan), math.degrees(math.pi), math.radians(180))
for f in (lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.exp(1000), lambda: math.factorial(-1), lambda: math.comb(1.5, 1), lambda: math.acos(2), lambda: math.isqrt(-1), lambda: math.fsum([1e308] * 3)):
    attempt(f)
z = 3 + 4j
print(abs(z), cmath.phase(z), cmath.polar(1j), cmath.rect(2, math.pi / 3), cmath.sqrt(-1), cmath.exp(1j * math.pi), cmath.log(-1), cmath.isclose(z, z + 1e-12), cmath.infj, cmath.sinh(1 + 2j))
attempt(lambda: cmath.log(0))
print([isinstance(1, k) for k in (numbers.Integral, numbers.Rational, numbers.Real, numbers.Complex)], isinstance(1.5, numbers.Rational), isinstance(F(1), numbers.Rational), isinstance(D(1), numbers.Real), issubclass(complex, numbers.Complex))


class Three:
    def __index__(self): return 3


print(math.gcd(Three(), 9), F(Three().__index__(), 6))
print(F('3.125'), F(0.5), F('-7/21'), F(3, 4) + F(1, 6), F(7, 2) // F(2, 3), F(7, 2) % F(2, 3), F(2, 3) ** -2, F(1, 3) ** 0.5, F(22, 7).limit_denominator(3), F(math.pi).limit_denominator(1000))
print(repr(F(5, 10)), str(F(4, 2)), f'{F(1, 3):.4f}', f'{F(12345, 7):,.2f}', round(F(7, 2)), round(F(22, 7), 2), hash(F(1, 2)) == hash(0.5), F(1, 2) == 0.5, F(1, 2) < 1, F.from_decimal(D('1.1')), F(9, 4).as_integer_ratio(), F(3).is_integer())
for f in (lambda: F(1, 0), lambda: F('x'), lambda: F(1.5, 2), lambda: F(1) + 'a'):
    attempt(f)
with decimal.localcontext(prec=30) as context:
    print(D(2).sqrt(), D(1) / 7, D(10).ln(), D(2) ** D('0.5'), D(1).exp(), context.prec)
print(D('1.10') + D('2.205'), D('3.14').quantize(D('0.1'), rounding=decimal.ROUND_UP), D('-0'), D('1E+3'), D('1e3').to_eng_string(), D('123.4500').normalize(), D('Infinity'), D('NaN'), D(0.1), repr(D('7')), D('2.5').to_integral_value(), D('1.5').as_tuple(), D('-12.34').as_integer_ratio())
print(f"{D('1234567.891'):,.2f}", f"{D('0.000001234'):e}", f"{D('0.256'):.1%}", round(D('2.675'), 2), divmod(D(-7), D(2)), D(7) % D(-3), D('1.0') == 1, hash(D('1.0')) == hash(1), D(3).max(D('NaN')), D(5).compare(D(7)), D('1').next_plus(decimal.Context(prec=3)))
for f in (lambda: D(1) / 0, lambda: D('abc'), lambda: D(1) + 1.0, lambda: D(-1).sqrt(), lambda: D(0) / 0, lambda: D('sNaN') + 1):
    attempt(f)
print(decimal.getcontext())
data = [2, 4, 4, 4, 5, 5, 7, 9]
print(statistics.mean(data), statistics.fmean(data), statistics.median(data), statistics.median_low(data), statistics.mode(data), statistics.multimode('aabbc'), statistics.pstdev(data), statistics.stdev(data), statistics.variance(data), statistics.quantiles(data, n=4), statistics.harmonic_mean([40, 60]), statistics.geometric_mean([54, 24, 36]))
print(statistics.correlation([1, 2, 3], [2, 4, 7]), statistics.linear_regression([1, 2, 3], [2, 4, 6]), statistics.covariance([1, 2, 3], [1, 5, 7]), statistics.NormalDist(100, 15).cdf(130), statistics.NormalDist.from_samples([1, 2, 3]), statistics.mean([F(1, 2), F(1, 3)]), statistics.median_grouped([1, 2, 2, 3]), statistics.kde([1, 2, 3], 1.0)(2))
attempt(lambda: statistics.mean([]))
r = random.Random(2026)
print(r.random(), r.randint(1, 100), r.choice('abc'), r.sample(range(100), 5), r.shuffle(x := list(range(8))), x, r.choices([1, 2, 3], weights=[1, 1, 8], k=6), r.uniform(1, 2), r.gauss(0, 1), r.normalvariate(), r.expovariate(2), r.betavariate(1, 2), r.gammavariate(2, 1), r.triangular(0, 1, 0.5), r.vonmisesvariate(0, 1), r.paretovariate(3), r.weibullvariate(1, 2), r.lognormvariate(0, 1), r.binomialvariate(20, 0.3), r.getrandbits(70), r.randbytes(4), r.randrange(0, 100, 7))
state = r.getstate(); a = r.random(); r.setstate(state); print(a == r.random(), len(state[1]), random.Random('seed').random(), random.Random(b'x').randint(0, 9), random.Random(1.5).random(), random.Random(-(10**30)).random())
for f in (lambda: r.choice([]), lambda: r.randrange(5, 5), lambda: r.sample([1], 2), lambda: random.Random([])):
    attempt(f)
print(len(secrets.token_hex(8)), len(secrets.token_bytes(5)), len(secrets.token_urlsafe(16)), secrets.randbelow(1), secrets.choice('x'), secrets.compare_digest(b'a', b'a'), 0 <= secrets.randbits(8) < 256)

"""datetime, time, calendar, zoneinfo"""
import calendar, datetime, io, pickle, struct, time, zoneinfo
from datetime import date, timedelta, timezone


def attempt(f):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__, error)


d, dt, t = date(2024, 2, 29), datetime.datetime(2024, 2, 29, 13, 5, 9, 123456), datetime.time(23, 59, 1)
print(d, repr(dt), str(t), d.isoformat(), dt.isoformat(' ', 'milliseconds'), d.weekday(), d.isoweekday(), d.isocalendar(), d.toordinal(), date.fromordinal(738945), d.ctime(), d.timetuple().tm_yday)
print(d + timedelta(days=366), dt - datetime.datetime(2000, 1, 1), d - date(2024, 1, 1), dt.replace(year=2028, microsecond=0), d < date(2025, 1, 1), max(d, date.max), date.min, datetime.datetime.max, dt.date(), dt.time(), datetime.datetime.combine(d, t))
print(dt.strftime('%A %d %B %Y %I:%M:%S.%f %p %j %U %W %y %% %G-W%V-%u'), f'{d:%d/%m/%y}', datetime.datetime.strptime('Mon, 03 Feb 2025 10:11:12 +0130', '%a, %d %b %Y %H:%M:%S %z'), datetime.datetime.strptime('2024-060', '%Y-%j').date())
print(date.fromisoformat('2024-W09-4'), datetime.datetime.fromisoformat('20240229T130509.5Z'), datetime.time.fromisoformat('04:05+02:00'), date.fromisocalendar(2025, 1, 1))
span = timedelta(days=-1, hours=5, milliseconds=1500)
print(span, repr(span), span.total_seconds(), abs(span), span * 2.5, span / timedelta(hours=1), span // 7, divmod(timedelta(days=1), timedelta(hours=7)), -span, timedelta.max, timedelta(weeks=1) % timedelta(days=2), bool(timedelta(0)))
east = timezone(timedelta(hours=5, minutes=30), 'IST')
aware = dt.replace(tzinfo=east)
print(aware, repr(east), aware.utcoffset(), aware.tzname(), aware.astimezone(timezone.utc), aware.timestamp(), datetime.datetime.fromtimestamp(0, timezone.utc), aware == aware.astimezone(timezone.utc), timezone(-timedelta(hours=3)), aware.utctimetuple()[:6], datetime.UTC)
for f in (lambda: date(2023, 2, 29), lambda: datetime.time(24), lambda: dt < aware, lambda: dt - d, lambda: d < dt, lambda: timedelta(days=10**10), lambda: timezone(timedelta(hours=24)), lambda: date.fromisoformat('2024-2-9'), lambda: datetime.datetime.strptime('x', '%Y'), lambda: d.replace(month=13), lambda: datetime.datetime.strptime('2024 99', '%Y %j'), lambda: d + 1):
    attempt(f)
print(pickle.loads(pickle.dumps([d, dt, t, span, aware])) == [d, dt, t, span, aware], hash(d) == hash(date(2024, 2, 29)), len({dt, dt.replace()}))
print(datetime.datetime(2024, 1, 1) in [date(2024, 1, 1)], isinstance(dt, date), type(dt + span) is datetime.datetime)


class Stamp(datetime.datetime):
    pass


print(type(Stamp(2024, 1, 1) + span).__name__, repr(Stamp(2024, 1, 1)), Stamp.fromisoformat('2024-01-01'))
print(time.gmtime(86400 * 365.25 * 30)[:], time.strftime('%Y-%m-%d %H:%M:%S', time.gmtime(1e9)), time.strptime('30 Nov 00', '%d %b %y')[:8], time.asctime(time.gmtime(0)), calendar.timegm((2001, 9, 9, 1, 46, 40)), repr(time.gmtime(0)))
start = time.perf_counter(); time.sleep(0.001); print(time.perf_counter() > start, time.time() > 1.7e9, time.monotonic_ns() > 0, time.get_clock_info('monotonic').monotonic)
for f in (lambda: time.sleep(-1), lambda: time.strptime('1', '%H:%M'), lambda: time.mktime((1,)), lambda: time.asctime((2000, 13, 1, 0, 0, 0, 0, 0, 0))):
    attempt(f)
print(calendar.month(2024, 2), calendar.monthrange(2023, 2), calendar.isleap(1900), calendar.leapdays(2000, 2024), calendar.weekday(2024, 2, 29), calendar.day_name[0], calendar.month_abbr[12])
print(calendar.Calendar(6).monthdayscalendar(2024, 2)[0], calendar.TextCalendar(6).formatmonth(2025, 6), calendar.HTMLCalendar().formatmonth(2024, 2).count('<td'), list(calendar.Calendar().itermonthdates(2024, 2))[-1])


def zone_file(transitions, kinds, abbreviations, footer):
    """A TZif file of version 2."""
    body = {}
    for letter in 'lq':
        body[letter] = b''.join(struct.pack('>' + letter, when) for when, _ in transitions) + bytes(kind for _, kind in transitions)
    tail = b''.join(struct.pack('>lbb', *kind) for kind in kinds) + abbreviations
    head = b'TZif2' + bytes(15) + struct.pack('>6l', 0, 0, 0, len(transitions), len(kinds), len(abbreviations))
    return io.BytesIO(head + body['l'] + tail + head + body['q'] + tail + b'\n' + footer + b'\n')


spring, autumn = 1711846800, 1729990800
zone = zoneinfo.ZoneInfo.from_file(zone_file([(spring, 1), (autumn, 0)], [(3600, 0, 0), (7200, 1, 4)], b'CET\0CEST\0', b'CET-1CEST,M3.5.0,M10.5.0/3'), 'Test/Zone')
for moment in (datetime.datetime(2024, 1, 1, 12), datetime.datetime(2024, 7, 1, 12), datetime.datetime(2024, 10, 27, 2, 30), datetime.datetime(2024, 10, 27, 2, 30, fold=1), datetime.datetime(2024, 3, 31, 2, 30), datetime.datetime(2035, 7, 1)):
    local = moment.replace(tzinfo=zone)
    print(local, local.tzname(), local.dst(), local.astimezone(timezone.utc), repr(local.fold))
print(zone, repr(zone)[:22], datetime.datetime(2024, 10, 27, 1, 30, tzinfo=timezone.utc).astimezone(zone).fold)
try: zoneinfo.ZoneInfo('No/Such')
except zoneinfo.ZoneInfoNotFoundError as error: print(error.args[0][:35])
attempt(lambda: zoneinfo.ZoneInfo('../etc'))

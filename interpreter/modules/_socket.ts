/**
 * `_socket` (CPython: Modules/socketmodule.c), without a network: Python on a page reaches nobody.
 *
 * What stays inside the process works: connected pairs, and servers and clients that meet at a local address, so that asyncio's streams can be
 * shown. Only the loopback interface exists; every other address is unreachable, and every other name unknown.
 */
import { registerModule } from './registry.ts';
import { PyObject, type MaybeValue, type Value } from '../objects/core/value.ts';
import { PyBytes } from '../objects/core/bytes.ts';
import { PyFloat } from '../objects/core/float.ts';
import { PyList, PyTuple } from '../objects/core/tuple.ts';
import { T } from '../objects/core/registry.ts';
import { defineType } from '../objects/core/define.ts';
import { overflowError, PyBaseException, raise, typeError, valueError } from '../objects/core/errors.ts';
import { typeOf, type PyType } from '../objects/core/type.ts';
import { strOf, strText, strValue } from '../objects/core/str.ts';
import { bytesArgument, getBuffer } from '../objects/protocol/buffer.ts';
import { callValue } from '../objects/protocol/call.ts';
import { getAttribute } from '../objects/protocol/attribute.ts';
import { hasIndex, toIndexNumber } from '../objects/protocol/index.ts';
import { floatOf } from '../objects/protocol/number.ts';
import { isTruthy } from '../objects/protocol/truth.ts';
import { makeInit } from '../objects/types/make.ts';
import { encodeStr } from '../objects/types/codecs.ts';
import { waitFor } from '../vm/machine.ts';
import { Channel, closeDescriptor, Description, descriptionOf, newDescriptor, osError, refusal } from './descriptors.ts';

const AF = { UNSPEC: 0, UNIX: 1, INET: 2, INET6: 10 } as const;
const SOCK = { STREAM: 1, DGRAM: 2, RAW: 3, NONBLOCK: 2048, CLOEXEC: 524288 } as const;

// ---------------------------------------------------------------- ends

/** An address as programs see it: `(host, port)`, `(host, port, flow, scope)`, a path, or nothing. */
type Address = Value;

interface Datagram {
  readonly bytes: Uint8Array;
  readonly from: Address;
}

class SocketEnd extends Description {
  readonly kind = 'socket';
  readonly family: number;
  readonly type: number;
  readonly proto: number;
  incoming: Channel | null = null;
  outgoing: Channel | null = null;
  /** Connections that wait to be accepted; null while it does not listen. */
  queue: SocketEnd[] | null = null;
  readonly datagrams: Datagram[] = [];
  address: Address;
  peer: Address | null = null;
  /** The key under which others find it. */
  bound: string | null = null;
  readonly options = new Map<string, Value>();

  constructor(family: number, type: number, proto: number) {
    super();
    this.family = family;
    this.type = type;
    this.proto = proto;
    this.address = unbound(family);
  }

  connect(incoming: Channel, outgoing: Channel): void {
    this.incoming = incoming;
    this.outgoing = outgoing;
    incoming.readers++;
    outgoing.writers++;
  }

  read(size: number): Uint8Array | null {
    if (this.type === SOCK.DGRAM) {
      const datagram = this.datagrams.shift();
      return datagram === undefined ? null : datagram.bytes.slice(0, size < 0 ? undefined : size);
    }
    if (this.incoming === null) {
      if (this.outgoing === null && this.peer === null) throw osError('ENOTCONN');
      return new Uint8Array();
    }
    if (this.incoming.size === 0 && this.incoming.writers > 0 && size !== 0) return null;
    return this.incoming.take(size);
  }

  write(bytes: Uint8Array): number | null {
    if (this.type === SOCK.DGRAM) {
      if (this.peer === null) throw osError('EDESTADDRREQ');
      return deliver(this, bytes, this.peer);
    }
    if (this.outgoing === null) throw osError(this.peer === null ? 'ENOTCONN' : 'EPIPE');
    if (this.outgoing.readers === 0) throw osError('EPIPE');
    const count = this.outgoing.put(bytes);
    return count === 0 && bytes.length > 0 ? null : count;
  }

  override canRead(): boolean {
    if (this.queue !== null) return this.queue.length > 0;
    if (this.type === SOCK.DGRAM) return this.datagrams.length > 0;
    return this.incoming === null || this.incoming.size > 0 || this.incoming.writers === 0;
  }

  override canWrite(): boolean {
    if (this.queue !== null) return false;
    return this.outgoing === null || this.outgoing.readers === 0 || this.outgoing.size < this.outgoing.capacity;
  }

  shutdown(reading: boolean, writing: boolean): void {
    if (reading && this.incoming !== null) {
      this.incoming.readers--;
      this.incoming = null;
    }
    if (writing && this.outgoing !== null) {
      this.outgoing.writers--;
      this.outgoing = null;
    }
  }

  override end(): void {
    this.shutdown(true, true);
    if (this.bound !== null) addresses.delete(this.bound);
    for (const waiting of this.queue ?? []) waiting.end();
  }
}

/** Bound sockets by family, type and address. */
const addresses = new Map<string, SocketEnd>();
let nextPort = 32768;

function unbound(family: number): Address {
  if (family === AF.INET) return new PyTuple(['0.0.0.0', 0]);
  if (family === AF.INET6) return new PyTuple(['::', 0, 0, 0]);
  return '';
}

interface Place {
  readonly host: string;
  readonly port: number;
}

/** Checks an address argument. */
function placeOf(end: SocketEnd, address: Value, what: string): Place {
  if (end.family === AF.UNIX) {
    const path = strText(address) ?? (address instanceof PyBytes ? String.fromCharCode(...address.data) : undefined);
    if (path === undefined) throw typeError(`a bytes-like object is required, not '${typeOf(address).name}'`);
    return { host: path, port: 0 };
  }
  const family = end.family === AF.INET ? 'AF_INET' : 'AF_INET6';
  if (!(address instanceof PyTuple)) throw typeError(`${what}(): ${family} address must be tuple, not ${typeOf(address).name}`);
  const [host, port] = address.items;
  if (address.items.length < 2 || address.items.length > (end.family === AF.INET ? 2 : 4))
    throw typeError(`${family} address must be a pair (host, port)`);
  const n = toIndexNumber(port);
  if (n < 0 || n > 65535) throw overflowError(`${what}(): port must be 0-65535.`);
  return { host: resolve(hostText(host), end.family), port: n };
}

function hostText(host: Value): string {
  if (host instanceof PyBytes) return String.fromCharCode(...host.data);
  const text = strText(host);
  if (text === undefined) throw typeError(`str, bytes or bytearray expected, not ${typeOf(host).name}`);
  return text;
}

const keyOf = (end: SocketEnd, place: Place): string =>
  end.family === AF.UNIX ? `unix ${end.type} ${place.host}` : `${end.type} ${place.port}`;

function addressOf(end: SocketEnd, place: Place): Address {
  if (end.family === AF.UNIX) return strOf(place.host);
  return new PyTuple(end.family === AF.INET ? [place.host, place.port] : [place.host, place.port, 0, 0]);
}

const isLocal = (host: string): boolean => /^127\.|^0\.0\.0\.0$|^::1?$/.test(host);

/** The number of a host named by name or number. */
function resolve(host: string, family: number): string {
  if (host === '') return family === AF.INET6 ? '::' : '0.0.0.0';
  if (host === 'localhost' || host === HOSTNAME) return family === AF.INET6 ? '::1' : '127.0.0.1';
  if (family !== AF.INET6 && inetAton(host) !== null) return inetAton(host)!.join('.');
  if (family !== AF.INET && host.includes(':')) return host;
  throw gaierror(-2, 'Name or service not known');
}

const HOSTNAME = 'localhost';

function bind(end: SocketEnd, place: Place): void {
  if (end.bound !== null) throw osError('EINVAL');
  if (end.family !== AF.UNIX && !isLocal(place.host)) throw osError('EADDRNOTAVAIL');
  let { port } = place;
  if (end.family !== AF.UNIX && port === 0) {
    while (addresses.has(`${end.type} ${nextPort}`)) nextPort++;
    port = nextPort++;
  }
  const actual = { host: place.host, port };
  const key = keyOf(end, actual);
  if (addresses.has(key)) throw osError('EADDRINUSE');
  addresses.set(key, end);
  end.bound = key;
  end.address = addressOf(end, actual);
}

function connect(end: SocketEnd, place: Place): void {
  if (end.type === SOCK.DGRAM) {
    end.peer = addressOf(end, place);
    return;
  }
  if (end.incoming !== null || end.outgoing !== null) throw osError('EISCONN');
  if (end.family !== AF.UNIX && !isLocal(place.host))
    throw refusal('ENETUNREACH', 'Network is unreachable: Python has no network on a page');
  const server = addresses.get(keyOf(end, place));
  if (server === undefined) throw osError(end.family === AF.UNIX ? 'ENOENT' : 'ECONNREFUSED');
  if (server.queue === null) throw osError('ECONNREFUSED');
  if (end.family !== AF.UNIX && end.bound === null) end.address = addressOf(end, { host: place.host, port: nextPort++ });
  const accepted = new SocketEnd(end.family, end.type, end.proto);
  const [there, back] = [new Channel(), new Channel()];
  end.connect(back, there);
  accepted.connect(there, back);
  accepted.address = addressOf(end, place);
  accepted.peer = end.address;
  end.peer = accepted.address;
  server.queue.push(accepted);
}

/** Puts a datagram into the mailbox at an address; where there is none it is lost. */
function deliver(end: SocketEnd, bytes: Uint8Array, to: Address): number {
  const place = placeOf(end, to, 'sendto');
  if (end.family !== AF.UNIX) {
    if (!isLocal(place.host)) throw refusal('ENETUNREACH', 'Network is unreachable: Python has no network on a page');
    if (end.bound === null) bind(end, { host: '127.0.0.1', port: 0 });
  }
  addresses.get(keyOf(end, place))?.datagrams.push({ bytes: bytes.slice(), from: end.address });
  return bytes.length;
}

// ---------------------------------------------------------------- the type

let defaultTimeout = -1;

class PySocket extends PyObject {
  fd = -1;
  family: number = AF.INET;
  type: number = SOCK.STREAM;
  proto = 0;
  /** Seconds; -1 waits for ever. */
  timeout = -1;
}

function endOf(self: PySocket): SocketEnd {
  if (self.fd < 0) throw osError('EBADF');
  const end = descriptionOf(self.fd);
  if (!(end instanceof SocketEnd)) throw osError('ENOTSOCK');
  return end;
}

/** The result of an operation, or, where it would have to wait, what the socket's timeout makes of that. */
function orWait<R>(self: PySocket, result: R | null, done: (result: R) => Value): Value {
  if (result !== null) return done(result);
  if (self.timeout === 0) throw osError('EAGAIN');
  // Nothing comes while the only thread waits.
  if (self.timeout < 0) throw osError('EDEADLK');
  return waitFor(self.timeout, () => {
    throw raise(T.TimeoutError, 'timed out');
  });
}

function secondsOf(value: Value): number {
  if (value === null) return -1;
  if (typeOf(value).slots.nb_float === null && !hasIndex(value))
    throw typeError(`'${typeOf(value).name}' object cannot be interpreted as an integer or float`);
  const seconds = floatOf(value);
  if (seconds < 0) throw valueError('Timeout value out of range');
  return seconds;
}

const timeoutValue = (seconds: number): Value => (seconds < 0 ? null : new PyFloat(seconds));

function target(buffer: Value, size: MaybeValue, method: string): Uint8Array {
  const memory = getBuffer(buffer);
  if (memory === undefined || memory.readonly)
    throw typeError(`${method}() argument 1 must be read-write bytes-like object, not ${typeOf(buffer).name}`);
  const n = size === undefined ? 0 : toIndexNumber(size);
  if (n < 0) throw valueError(`negative buffersize in ${method}`);
  if (n > memory.bytes.length) throw valueError(`buffer too small for requested bytes`);
  return n === 0 ? memory.bytes : memory.bytes.subarray(0, n);
}

const MSG_PEEK = 2;

function receive(self: PySocket, size: number, flags: MaybeValue): Uint8Array | null {
  const end = endOf(self);
  if (size < 0) throw valueError('negative buffersize in recv');
  if (flags !== undefined && (toIndexNumber(flags) & MSG_PEEK) !== 0 && end.canRead())
    return end.type === SOCK.DGRAM ? end.datagrams[0].bytes.slice(0, size) : (end.incoming?.peek(size) ?? new Uint8Array());
  return end.read(size);
}

function receiveFrom(self: PySocket, size: number): Datagram | null {
  const end = endOf(self);
  if (end.type !== SOCK.DGRAM) {
    const bytes = end.read(size);
    return bytes === null ? null : { bytes, from: null };
  }
  const datagram = end.datagrams.shift();
  return datagram === undefined ? null : { bytes: datagram.bytes.slice(0, size), from: datagram.from };
}

function sendAll(self: PySocket, data: Value): Value {
  let bytes = bytesArgument(data);
  while (bytes.length > 0) {
    const count = endOf(self).write(bytes);
    if (count === null) return orWait(self, null, () => null);
    bytes = bytes.subarray(count);
  }
  return null;
}

function close(self: PySocket): Value {
  const { fd } = self;
  self.fd = -1;
  if (fd >= 0) closeDescriptor(fd);
  return null;
}

const optionKey = (level: Value, option: Value): string => `${toIndexNumber(level)} ${toIndexNumber(option)}`;

const Socket = defineType('socket', {
  module: '_socket',
  slots: {
    tp_new: cls => new PySocket(cls),
    tp_init: makeInit(
      'socket($self, family=-1, type=-1, proto=-1, fileno=None)',
      (self: PySocket, family: MaybeValue, type: MaybeValue, proto: MaybeValue, fileno: MaybeValue) => {
        const number = (value: MaybeValue, fallback: number): number => {
          const n = value === undefined ? -1 : toIndexNumber(value);
          return n === -1 ? fallback : n;
        };
        self.timeout = defaultTimeout;
        if (fileno !== undefined && fileno !== null) {
          const fd = toIndexNumber(fileno);
          if (fd < 0) throw valueError('negative file descriptor');
          const end = descriptionOf(fd);
          if (!(end instanceof SocketEnd)) throw osError('ENOTSOCK');
          self.fd = fd;
          self.family = number(family, end.family);
          self.type = number(type, end.type);
          self.proto = number(proto, end.proto);
          if (!end.blocking) self.timeout = 0;
          return;
        }
        self.family = number(family, AF.INET);
        const flags = number(type, SOCK.STREAM);
        self.type = flags & 15;
        self.proto = number(proto, 0);
        if (self.family !== AF.INET && self.family !== AF.INET6 && self.family !== AF.UNIX) throw osError('EAFNOSUPPORT');
        if (self.type === SOCK.RAW) throw osError('EPERM');
        if (self.type !== SOCK.STREAM && self.type !== SOCK.DGRAM) throw osError('EINVAL');
        if ((flags & SOCK.NONBLOCK) !== 0) self.timeout = 0;
        self.fd = newDescriptor(new SocketEnd(self.family, self.type, self.proto));
      },
    ),
    tp_repr: value => {
      const self = value as PySocket;
      return `<socket object, fd=${self.fd}, family=${self.family}, type=${self.type}, proto=${self.proto}>`;
    },
  },
  methods: {
    '_accept($self, /)': (self: PySocket) => {
      const end = endOf(self);
      if (end.queue === null) throw osError('EINVAL');
      return orWait(self, end.queue.shift() ?? null, accepted => new PyTuple([newDescriptor(accepted), accepted.peer!]));
    },
    'bind($self, address, /)': (self: PySocket, address: Value) => {
      const end = endOf(self);
      bind(end, placeOf(end, address, 'bind'));
      return null;
    },
    'close($self, /)': close,
    'connect($self, address, /)': (self: PySocket, address: Value) => {
      const end = endOf(self);
      connect(end, placeOf(end, address, 'connect'));
      return null;
    },
    'connect_ex($self, address, /)': (self: PySocket, address: Value) => {
      const end = endOf(self);
      const place = placeOf(end, address, 'connect_ex');
      try {
        connect(end, place);
        return 0;
      } catch (error) {
        if (error instanceof PyBaseException && error.cls.isSubtype(T.OSError)) return getAttribute(error, 'errno');
        throw error;
      }
    },
    'detach($self, /)': (self: PySocket) => {
      const { fd } = self;
      self.fd = -1;
      return fd;
    },
    'fileno($self, /)': (self: PySocket) => self.fd,
    'getpeername($self, /)': (self: PySocket) => {
      const end = endOf(self);
      if (end.peer === null) throw osError('ENOTCONN');
      return end.peer;
    },
    'getsockname($self, /)': (self: PySocket) => endOf(self).address,
    'getsockopt($self, level, option, buflen=0, /)': (self: PySocket, level: Value, option: Value) => {
      const end = endOf(self);
      const key = optionKey(level, option);
      if (key === '1 3') return end.type;
      if (key === '1 30') return end.queue === null ? 0 : 1;
      return end.options.get(key) ?? 0;
    },
    'setsockopt($self, level, option, value, optlen=0, /)': (self: PySocket, level: Value, option: Value, value: Value) => {
      endOf(self).options.set(optionKey(level, option), value);
      return null;
    },
    'listen($self, backlog=128, /)': (self: PySocket) => {
      const end = endOf(self);
      if (end.type !== SOCK.STREAM) throw osError('EOPNOTSUPP');
      if (end.bound === null) bind(end, { host: '0.0.0.0', port: 0 });
      end.queue ??= [];
      return null;
    },
    'recv($self, buffersize, flags=0, /)': (self: PySocket, size: Value, flags: MaybeValue) =>
      orWait(self, receive(self, toIndexNumber(size), flags), bytes => new PyBytes(bytes)),
    'recv_into($self, buffer, nbytes=0, flags=0)': (self: PySocket, buffer: Value, size: MaybeValue, flags: MaybeValue) => {
      const memory = target(buffer, size, 'recv_into');
      return orWait(self, receive(self, memory.length, flags), bytes => (memory.set(bytes), bytes.length));
    },
    'recvfrom($self, buffersize, flags=0, /)': (self: PySocket, size: Value) =>
      orWait(self, receiveFrom(self, toIndexNumber(size)), ({ bytes, from }) => new PyTuple([new PyBytes(bytes), from])),
    'recvfrom_into($self, buffer, nbytes=0, flags=0)': (self: PySocket, buffer: Value, size: MaybeValue) => {
      const memory = target(buffer, size, 'recvfrom_into');
      return orWait(self, receiveFrom(self, memory.length), ({ bytes, from }) => (memory.set(bytes), new PyTuple([bytes.length, from])));
    },
    'send($self, data, flags=0, /)': (self: PySocket, data: Value) => orWait(self, endOf(self).write(bytesArgument(data)), count => count),
    'sendall($self, data, flags=0, /)': sendAll,
    'sendto($self, data, *args)': (self: PySocket, data: Value, args: Value[]) => {
      const bytes = bytesArgument(data);
      if (args.length < 1 || args.length > 2) throw typeError(`sendto() takes 2 or 3 arguments (${args.length + 1} given)`);
      return deliver(endOf(self), bytes, args[args.length - 1]);
    },
    'setblocking($self, flag, /)': (self: PySocket, flag: Value) => {
      self.timeout = isTruthy(flag) ? -1 : 0;
      endOf(self).blocking = self.timeout !== 0;
      return null;
    },
    'getblocking($self, /)': (self: PySocket) => self.timeout !== 0,
    'settimeout($self, timeout, /)': (self: PySocket, timeout: Value) => {
      self.timeout = secondsOf(timeout);
      endOf(self).blocking = self.timeout !== 0;
      return null;
    },
    'gettimeout($self, /)': (self: PySocket) => timeoutValue(self.timeout),
    'shutdown($self, how, /)': (self: PySocket, how: Value) => {
      const end = endOf(self);
      const n = toIndexNumber(how);
      if (n < 0 || n > 2) throw osError('EINVAL');
      if (end.peer === null && end.incoming === null && end.outgoing === null) throw osError('ENOTCONN');
      end.peer ??= end.address;
      end.shutdown(n !== 1, n !== 0);
      return null;
    },
  },
  getset: {
    family: [(self: PySocket) => self.family],
    type: [(self: PySocket) => self.type],
    proto: [(self: PySocket) => self.proto],
    timeout: [(self: PySocket) => timeoutValue(self.timeout)],
  },
});

function socketpair(family: MaybeValue, type: MaybeValue, proto: MaybeValue): Value {
  const [f, t, p] = [
    family === undefined || family === null ? AF.UNIX : toIndexNumber(family),
    type === undefined ? SOCK.STREAM : toIndexNumber(type) & 15,
    proto === undefined ? 0 : toIndexNumber(proto),
  ];
  if (f !== AF.UNIX) throw osError('EOPNOTSUPP');
  const [left, right] = [new SocketEnd(f, t, p), new SocketEnd(f, t, p)];
  const [there, back] = [new Channel(), new Channel()];
  left.connect(back, there);
  right.connect(there, back);
  left.peer = right.peer = '';
  return new PyTuple([left, right].map(end => callValue(Socket, [f, t, p, newDescriptor(end)])));
}

// ---------------------------------------------------------------- names and numbers

const gaierrorType: PyType = defineType('gaierror', { module: 'socket', base: T.OSError, solid: false });
const herrorType: PyType = defineType('herror', { module: 'socket', base: T.OSError, solid: false });

function gaierror(code: number, message: string): PyBaseException {
  return callValue(gaierrorType, [code, message]) as PyBaseException;
}

/** The four bytes of `127.0.0.1`, and of the older forms with fewer parts. */
function inetAton(text: string): number[] | null {
  const parts = text.split('.');
  if (parts.length > 4 || parts.some(part => !/^(0[xX][0-9a-fA-F]+|\d+)$/.test(part))) return null;
  const numbers = parts.map(part => (/^0[0-7]+$/.test(part) ? parseInt(part, 8) : Number(part)));
  const last = numbers.pop()!;
  if (numbers.some(n => n > 255) || last >= 256 ** (4 - numbers.length)) return null;
  for (let shift = 3 - numbers.length; shift >= 0; shift--) numbers.push(Math.floor(last / 256 ** shift) & 255);
  return numbers;
}

const SERVICES: Readonly<Record<string, number>> = {
  http: 80,
  https: 443,
  ftp: 21,
  ssh: 22,
  telnet: 23,
  smtp: 25,
  domain: 53,
  pop3: 110,
  imap: 143,
};

function portOf(port: Value): number {
  if (port === null) return 0;
  const text = strText(port) ?? (port instanceof PyBytes ? String.fromCharCode(...port.data) : undefined);
  if (text === undefined) {
    if (!hasIndex(port)) throw raise(T.OSError, 'Int or String expected');
    return toIndexNumber(port) & 0xffff;
  }
  if (/^\d+$/.test(text)) return Number(text) & 0xffff;
  const known = SERVICES[text];
  if (known === undefined) throw gaierror(-8, 'Servname not supported for ai_socktype');
  return known;
}

const AI_PASSIVE = 1;

function getaddrinfo(host: Value, port: Value, family: MaybeValue, type: MaybeValue, proto: MaybeValue, flags: MaybeValue): Value {
  const number = (value: MaybeValue): number => (value === undefined ? 0 : toIndexNumber(value));
  const passive = (number(flags) & AI_PASSIVE) !== 0;
  const n = portOf(port);
  const wanted = number(family);
  const name = host === null ? null : hostText(host);
  const hosts: (readonly [number, string])[] = [];
  const add = (f: number, text: string): void => {
    if (wanted === AF.UNSPEC || wanted === f) hosts.push([f, text]);
  };
  if (name === null) {
    add(AF.INET6, passive ? '::' : '::1');
    add(AF.INET, passive ? '0.0.0.0' : '127.0.0.1');
  } else if (inetAton(name) !== null) add(AF.INET, inetAton(name)!.join('.'));
  else if (name.includes(':')) add(AF.INET6, name);
  else add(AF.INET, resolve(name, AF.INET));
  if (hosts.length === 0) throw gaierror(-9, 'Address family for hostname not supported');
  const kinds = [
    [SOCK.STREAM, 6],
    [SOCK.DGRAM, 17],
    [SOCK.RAW, 0],
  ].filter(([t, p]) => (number(type) === 0 || number(type) === t) && (number(proto) === 0 || p === 0 || number(proto) === p));
  return new PyList(
    hosts.flatMap(([f, text]) =>
      kinds.map(([t, p]) => new PyTuple([f, t, p, '', new PyTuple(f === AF.INET ? [text, n] : [text, n, 0, 0])])),
    ),
  );
}

function inetPton(family: Value, address: Value): Value {
  const text = strText(address) ?? '';
  const f = toIndexNumber(family);
  const illegal = raise(T.OSError, 'illegal IP address string passed to inet_pton');
  if (f === AF.INET) {
    if (!/^\d+\.\d+\.\d+\.\d+$/.test(text)) throw illegal;
    const bytes = inetAton(text);
    if (bytes === null) throw illegal;
    return new PyBytes(Uint8Array.from(bytes));
  }
  if (f !== AF.INET6) throw valueError(`unknown address family ${f}`);
  // The two halves around `::`, and IPv4 notation at the end.
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const v4 = dotted === null ? null : inetAton(dotted[2]);
  const plain =
    dotted === null || v4 === null ? text : `${dotted[1]}${(v4[0] * 256 + v4[1]).toString(16)}:${(v4[2] * 256 + v4[3]).toString(16)}`;
  const halves = plain.split('::');
  const groups = halves.map(half => (half === '' ? [] : half.split(':')));
  const count = groups.reduce((sum, half) => sum + half.length, 0);
  if (
    halves.length > 2 ||
    groups.flat().some(group => !/^[0-9a-fA-F]{1,4}$/.test(group)) ||
    (halves.length === 2 ? count > 7 : count !== 8)
  )
    throw illegal;
  const all = halves.length === 2 ? [...groups[0], ...new Array<string>(8 - count).fill('0'), ...groups[1]] : groups[0];
  return new PyBytes(Uint8Array.from(all.flatMap(group => [parseInt(group, 16) >> 8, parseInt(group, 16) & 255])));
}

function inetNtop(family: Value, packed: Value): Value {
  const bytes = bytesArgument(packed);
  const f = toIndexNumber(family);
  if (f !== AF.INET && f !== AF.INET6) throw valueError(`unknown address family ${f}`);
  if (bytes.length !== (f === AF.INET ? 4 : 16)) throw valueError('invalid length of packed IP address string');
  if (f === AF.INET) return bytes.join('.');
  const groups = Array.from({ length: 8 }, (_, i) => ((bytes[2 * i] << 8) | bytes[2 * i + 1]).toString(16));
  // The longest run of zeros, of two at least, is left out.
  let [start, length] = [-1, 1];
  for (let i = 0; i < 8; i++) {
    let end = i;
    while (end < 8 && groups[end] === '0') end++;
    if (end - i > length) [start, length] = [i, end - i];
  }
  return start < 0 ? groups.join(':') : `${groups.slice(0, start).join(':')}::${groups.slice(start + length).join(':')}`;
}

function swapped(bits: 16 | 32, name: string): (x: Value) => Value {
  return x => {
    const n = toIndexNumber(x);
    if (n < 0) throw overflowError(`${name}: can't convert negative Python int to C ${bits}-bit unsigned integer`);
    if (n >= 2 ** bits) throw overflowError(`${name}: Python int too large to convert to C ${bits}-bit unsigned integer`);
    const view = new DataView(new ArrayBuffer(4));
    if (bits === 16) {
      view.setUint16(0, n);
      return view.getUint16(0, true);
    }
    view.setUint32(0, n);
    return view.getUint32(0, true);
  };
}

registerModule('_socket', {
  doc: 'Implementation module for socket operations.\n\nSee the socket module for documentation.',
  functions: {
    'socketpair(family=None, type=1, proto=0, /)': socketpair,
    'close(fd, /)': (fd: Value) => (closeDescriptor(toIndexNumber(fd)), null),
    'dup(fd, /)': (fd: Value) => newDescriptor(descriptionOf(toIndexNumber(fd))),
    'getaddrinfo(host, port, family=0, type=0, proto=0, flags=0)': getaddrinfo,
    'getnameinfo(sockaddr, flags, /)': (address: Value) => {
      const [host, port] = (address as PyTuple).items;
      return new PyTuple([host, strOf(String(toIndexNumber(port)))]);
    },
    'gethostname()': () => HOSTNAME,
    'gethostbyname(hostname, /)': (name: Value) => strOf(resolve(hostText(name), AF.INET)),
    'gethostbyname_ex(hostname, /)': (name: Value) =>
      new PyTuple([name, new PyList([]), new PyList([strOf(resolve(hostText(name), AF.INET))])]),
    'gethostbyaddr(ip_address, /)': (name: Value) =>
      new PyTuple([HOSTNAME, new PyList([]), new PyList([strOf(resolve(hostText(name), AF.INET))])]),
    'getservbyname(servicename, protocolname=None, /)': (name: Value) => {
      const port = SERVICES[strText(name) ?? ''];
      if (port === undefined) throw raise(T.OSError, 'service/proto not found');
      return port;
    },
    'getservbyport(port, protocolname=None, /)': (port: Value) => {
      const name = Object.keys(SERVICES).find(key => SERVICES[key] === toIndexNumber(port));
      if (name === undefined) throw raise(T.OSError, 'port/proto not found');
      return name;
    },
    'getprotobyname(name, /)': (name: Value) => {
      const number = ({ icmp: 1, tcp: 6, udp: 17 } as Readonly<Record<string, number>>)[strText(name) ?? ''];
      if (number === undefined) throw raise(T.OSError, 'protocol not found');
      return number;
    },
    'inet_aton(ip_addr, /)': (address: Value) => {
      const bytes = inetAton(strText(address) ?? '');
      if (bytes === null) throw raise(T.OSError, 'illegal IP address string passed to inet_aton');
      return new PyBytes(Uint8Array.from(bytes));
    },
    'inet_ntoa(packed_ip, /)': (packed: Value) => {
      const bytes = bytesArgument(packed);
      if (bytes.length !== 4) throw raise(T.OSError, 'packed IP wrong length');
      return bytes.join('.');
    },
    'inet_pton(address_family, ip_string, /)': inetPton,
    'inet_ntop(address_family, packed_ip, /)': inetNtop,
    'ntohs(x, /)': swapped(16, 'ntohs'),
    'htons(x, /)': swapped(16, 'htons'),
    'ntohl(x, /)': swapped(32, 'ntohl'),
    'htonl(x, /)': swapped(32, 'htonl'),
    'getdefaulttimeout()': () => timeoutValue(defaultTimeout),
    'setdefaulttimeout(timeout, /)': (timeout: Value) => ((defaultTimeout = secondsOf(timeout)), null),
    'if_nameindex()': () => new PyList([new PyTuple([1, 'lo'])]),
    'sethostname(name, /)': (name: Value) => {
      encodeStr(strValue(name) ?? '');
      throw osError('EPERM');
    },
  },
  attributes: {
    socket: Socket,
    SocketType: Socket,
    error: () => T.OSError,
    timeout: () => T.TimeoutError,
    gaierror: gaierrorType,
    herror: herrorType,
    has_ipv6: true,
    ...Object.fromEntries(Object.entries(AF).map(([name, n]) => [`AF_${name}`, n])),
    ...Object.fromEntries(Object.entries(SOCK).map(([name, n]) => [`SOCK_${name}`, n])),
    SOL_SOCKET: 1,
    SOL_TCP: 6,
    SOL_UDP: 17,
    SOL_IP: 0,
    SO_REUSEADDR: 2,
    SO_TYPE: 3,
    SO_ERROR: 4,
    SO_BROADCAST: 6,
    SO_SNDBUF: 7,
    SO_RCVBUF: 8,
    SO_KEEPALIVE: 9,
    SO_LINGER: 13,
    SO_REUSEPORT: 15,
    SO_ACCEPTCONN: 30,
    SOMAXCONN: 4096,
    IPPROTO_IP: 0,
    IPPROTO_ICMP: 1,
    IPPROTO_TCP: 6,
    IPPROTO_UDP: 17,
    IPPROTO_IPV6: 41,
    IPV6_V6ONLY: 26,
    IP_TOS: 1,
    IP_TTL: 2,
    TCP_NODELAY: 1,
    MSG_OOB: 1,
    MSG_PEEK,
    MSG_DONTWAIT: 64,
    MSG_WAITALL: 256,
    AI_PASSIVE,
    AI_CANONNAME: 2,
    AI_NUMERICHOST: 4,
    AI_ADDRCONFIG: 32,
    AI_NUMERICSERV: 1024,
    EAI_NONAME: -2,
    EAI_AGAIN: -3,
    EAI_FAMILY: -6,
    EAI_SERVICE: -8,
    NI_NUMERICHOST: 1,
    NI_NUMERICSERV: 2,
    NI_MAXHOST: 1025,
    NI_MAXSERV: 32,
    SHUT_RD: 0,
    SHUT_WR: 1,
    SHUT_RDWR: 2,
    INADDR_ANY: 0,
    INADDR_LOOPBACK: 0x7f000001,
    INADDR_BROADCAST: 0xffffffff,
  },
  initialize: () => {
    addresses.clear();
    nextPort = 32768;
    defaultTimeout = -1;
  },
});

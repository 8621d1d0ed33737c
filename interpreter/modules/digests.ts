/** The modules in which hashlib looks for its algorithms, together: which of them a program will ask for cannot be told. */
import './_blake2.ts';
import './_hashlib.ts';
import './_hmac.ts';
import './_md5.ts';
import './_sha1.ts';
import './_sha2.ts';
import './_sha3.ts';

/** A request to every route of a case. */
export interface FormRequest {
  readonly name: string;
  readonly type: string | undefined;
  readonly body: string | Uint8Array<ArrayBuffer> | undefined;
}

const URLENCODED = 'application/x-www-form-urlencoded';
const LARGE = 1_000_000;

function bytes(...values: (string | number)[]): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  return Uint8Array.from(
    values.flatMap((value) => (typeof value === 'number' ? [value] : [...encoder.encode(value)])),
  );
}

const FORMS: readonly (readonly [
  name: string,
  body: string | Uint8Array<ArrayBuffer> | undefined,
])[] = [
  ['plain', 'name=Ada&email=ada%40example.com&age=36&tag=a&title=Note'],
  ['percent-encoding', 'name=%C3%84d%C3%A4%20%26%3D%2B%25&na%20me=x&tag=%E2%82%AC'],
  ['broken percent-encoding', 'name=%&email=%zz&tag=%C3'],
  ['plus signs', 'name=Ada+Lovelace&na+me=1+1&tag=%2B'],
  ['empty values', 'name=&email&=x&tag='],
  ['empty body', ''],
  ['missing body', undefined],
  ['separators only', '&&=&'],
  ['repeated keys', 'name=a&name=b&tag=x&tag=y&tag=z&email=e'],
  ['names with brackets', 'tag[]=a&tag[]=b&name[]=c&user[name]=d&name=e'],
  ['names with dots', 'user.name=a&user.address.city=b&user=c&user.name=d&name=e&a.__proto__.b=1'],
  ['names of Object', '__proto__=a&constructor=b&toString=c&hasOwnProperty=d&name=e'],
  ['leading question mark', '?name=Ada&tag=b'],
  ['semicolons and new lines', 'name=a;b=c&tag=x%0D%0Ay\r\n&email=e'],
  ['unencoded UTF-8', 'name=Ädä€😀&tag=ß'],
  ['not UTF-8', bytes('name=', 0xff, 0xfe, 0xc3, '&tag=', 0x80, '%FF%C3%28')],
  ['Latin-1', bytes('name=', 0xc4, 'd', 0xe4)],
  ['NUL', 'name=a%00b&tag=\u0000'],
  ['JSON text', '{"name":"Ada","tag":["a"]}'],
  ['large value', `name=${'x'.repeat(LARGE)}&tag=b`],
  ['many fields', Array.from({ length: 2_000 }, (_, i) => `tag=${i}&f${i}=%20+${i}`).join('&')],
];

/** Urlencoded bodies of all kinds, and bodies of other types. */
export const REQUESTS: readonly FormRequest[] = [
  ...FORMS.map(([name, body]) => ({ name, type: URLENCODED, body })),
  { name: 'charset', type: `${URLENCODED}; charset=UTF-8`, body: 'name=%C3%84&tag=b' },
  { name: 'type in capitals', type: 'Application/X-WWW-Form-URLEncoded', body: 'name=Ada' },
  { name: 'type without body', type: 'application/json', body: undefined },
  { name: 'JSON', type: 'application/json', body: '{"name":"Ada","tag":["a"]}' },
  { name: 'text', type: 'text/plain', body: 'name=Ada&tag=b' },
  { name: 'no type', type: '', body: 'name=Ada' },
  { name: 'nothing', type: undefined, body: undefined },
];

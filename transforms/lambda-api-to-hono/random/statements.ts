import { answer, last, leave, prepare } from './answers.js';
import { local, looking } from './closures.js';
import { condition, parenthesised, text, thrown, value } from './expressions.js';
import { before, code, maybe, one, reference, sequence, type Code } from './grammar.js';

/** Where a statement stands. */
interface Place {
  /** How many levels of nesting may follow. */
  readonly depth: number;
  /** Whether the function around it is async. */
  readonly awaits: boolean;
}

const comment = one('// a note', '/* a note */', '// res.json() is called below');

/** Statements that give no answer. */
function quiet({ awaits }: Place): Code {
  return one(
    code`console.log('p', JSON.stringify(${value}));`,
    code`const v¤ = ${value};\nconsole.log('v', typeof v¤);`,
    [3, prepare],
    [3, looking],
    code`@q.user = { id: ${value} };`,
    code`@q.locals = { x: ${value} };`,
    code`@q.trace = ${value};`,
    '@q.count = (@q.count || 0) + 1;',
    "const { a: a¤ = 'none', ...rest¤ } = @q.query;\nconsole.log(a¤, Object.keys(rest¤).join());",
    'const { method: m¤, headers: { host: h¤ }, body: b¤ } = @q;\nconsole.log(m¤, h¤, typeof b¤);',
    code`const f¤ = (x) => [x, ${value}];\nconsole.log(JSON.stringify(f¤(1)));`,
    code`function g¤() {\nreturn ${value};\n}\nconsole.log(typeof g¤());`,
    code`if (${condition}) {\n${prepare}\n}`,
    code`if (${condition}) ${prepare}`,
    code`${reference('S')}(@s);`,
    code`console.log(JSON.stringify(${reference('R')}(@q)));`,
    "console.log(String(@s.getHeader('X-A')));",
    "console.log(@s.hasHeader('x-a'));",
    "console.log(Object.keys(@s.getHeaders()).sort().join(), JSON.stringify(@s.getHeader('X-L', true)));",
    code`[1, 2].forEach((n) => console.log(n, typeof ${parenthesised.map((t) => `(${t})`)}));`,
    ...(awaits
      ? [
          'await Promise.resolve();',
          code`const l¤ = await ${reference('L')}(@q);\nconsole.log(JSON.stringify(l¤));`,
        ]
      : []),
    code`${comment}\n${prepare}`,
  );
}

/** Statements that may answer and leave before the end. */
function early(place: Place): Code {
  const inner = body({ ...place, depth: place.depth - 1 }, 1, leave);
  return one(
    [4, code`if (${condition}) {\n${inner}\n}`],
    [2, code`if (${condition}) return ${answer};`],
    [1, code`if (${condition}) throw ${thrown};`],
    [2, code`if (!${reference('G')}(@q, @s)) return;`],
    [1, code`for (const item of [1, 2]) {\nif (item === 2 && ${condition}) {\n${inner}\n}\n}`],
    [1, code`try {\n${reference('R')}(@q);\n${quiet(place)}\n} catch (error) {\n${inner}\n}`],
    [1, code`switch (@q.query.a) {\ncase '1':\n${inner}\ncase '2':\n${prepare}\nbreak;\n}`],
  );
}

/** The end of a function, which answers on most ways. */
function end(place: Place): Code {
  if (place.depth <= 0) return last;
  const next = { ...place, depth: place.depth - 1 };
  const inner = body(next, 1, end(next));
  return one(
    [6, last],
    [2, local],
    [2, code`if (${condition}) {\n${inner}\n} else {\n${inner}\n}`],
    [
      1,
      code`if (${condition}) {\n${inner}\n} else if (${condition}) {\n${inner}\n} else {\n${inner}\n}`,
    ],
    [
      1,
      code`try {\n${inner}\n} catch (error) {\n${inner}\n}${maybe(code` finally {\nconsole.log('f');\n}`)}`,
    ],
    [1, code`switch (${text}) {\ncase 'plain':\n${inner}\nbreak;\ndefault:\n${inner}\n}`],
    [
      1,
      code`switch (@q.method) {\ncase 'POST': {\n${body(next, 1, leave)}\n}\ncase 'HEAD':\ndefault: {\n${inner}\n}\n}`,
    ],
    [
      1,
      code`${leave}\n${one(
        'console.log(1);',
        answer.map((item) => `${item};`),
      )}`,
    ],
    ...(place.awaits
      ? [
          [1, code`await Promise.resolve(${value}).then((v) => { ${answer}; });`] as const,
          [1, code`return await ${reference('P')}(@q, @s);`] as const,
          [1, code`await ${reference('P')}(@q, @s);`] as const,
          [
            1,
            code`const all¤ = await Promise.all([1, 2].map(async (n) => [n, ${parenthesised}]));\n@s.json(all¤);`,
          ] as const,
          [
            1,
            code`for await (const n of [1, 2]) {\nif (n === 2 && ${condition}) return ${answer};\n}\n${answer};`,
          ] as const,
          [1, code`await (async () => {\n${answer};\n})();`] as const,
          [1, code`const r¤ = await ${reference('L')}(@q);\nreturn @s.json({ r: r¤ });`] as const,
        ]
      : []),
  );
}

function body(place: Place, most: number, finish: Code): Code {
  const statement = place.depth > 0 ? one([3, quiet(place)], [2, early(place)]) : quiet(place);
  return before(statement, most, finish);
}

/** Body of a function that answers. */
export function answering(awaits: boolean, depth = 2): Code {
  const place = { depth, awaits };
  return one([8, body(place, 3, end(place))], [1, sequence(one(last, leave, early(place)), 3)]);
}

/** Body of a middleware: it goes on, or answers in its place. */
export function passing(awaits: boolean): Code {
  const place = { depth: 1, awaits };
  const finish = one(
    [5, 'next();'],
    [2, 'return next();'],
    [1, code`if (${condition}) {\n${body(place, 1, leave)}\n} else {\nnext();\n}`],
    [1, code`if (${condition}) return next();\n${leave}`],
    [1, "next();\nconsole.log('after');"],
    [1, code`return ${answer};`],
  );
  return body(place, 2, finish);
}

/** Body of a function that gets the request and gives a value. */
export const valuing: Code = before(
  one(
    code`if (${condition.map((item) => item.replace(/@R\d@\(@q\)/g, '@q.ip'))}) return ${one("'early'", 'true')};`,
    code`if (@q.query.b) throw new Error('b is set');`,
    "@q.locals = { x: 'set' };",
    "console.log('helper', @q.path);",
  ),
  1,
  code`return ${value.map((item) => item.replace(/@R\d@\(@q\)/g, '@q.path'))};`,
);

/** Body of an error middleware. */
export const rescuing: Code = before(
  one("console.log('error', String(err && err.message), String(err && err.name));", prepare),
  1,
  one(
    'next();',
    code`@s.status(${one('400', '503')}).json({ message: String(err && err.message) });`,
    code`@s.send(${text});`,
    code`if (err && err.name === 'RouteError') return @s.status(404).json({ none: @q.path });\nnext();`,
    code`if (${condition}) {\n${answer};\nreturn;\n}\nnext();`,
    code`return ${value};`,
    code`${answer};`,
  ),
);

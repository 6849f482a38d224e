import { answer } from './answers.js';
import { condition, text, value } from './expressions.js';
import { code, one, type Code } from './grammar.js';

/** Statements that look at what a request holds by way of a variable, or change it. */
export const looking: Code = one(
  "const q¤ = @q.query;\nconsole.log(String(q¤.a), 'a' in q¤, Object.entries(q¤).length);",
  "const q¤ = { ...@q.query };\nq¤.a = 'x';\nconsole.log(q¤.a, @q.query.a);",
  "const k¤ = 'a';\nconsole.log(@q.query[k¤], @q.headers[k¤], @q.cookies[k¤]);",
  "if (@q.query.hasOwnProperty('a')) console.log('own');",
  "const { query: q¤ } = @q;\nconsole.log(q¤.hasOwnProperty('a'), String(q¤));",
  'console.log(`${@q.query}`, String(@q.params), @q.headers + "");',
  'const s¤ = (v) => String(v);\nconsole.log(s¤(@q.query), s¤(@q.params), s¤(@q.headers), s¤(@q.cookies));',
  'const b¤ = @q.body || {};\nb¤.added = 1;\nconsole.log(typeof @q.body, @q.body && @q.body.added);',
  "@q.query.extra = 'x';\nconsole.log(@q.query.extra);",
  code`@q.auth = { type: 'own', value: ${value} };`,
  code`@q.body = ${value};`,
  'delete @q.user;',
  'for (const [k, v] of Object.entries(@q.query)) console.log(k, v);',
  'for (const name in @q.params) console.log(name, @q.params[name]);',
  code`let code¤ = 200;\nif (${condition}) code¤ = 404;\n@s.status(code¤);`,
  code`const label¤ = ${condition} ? ${text} : 'none';\nconsole.log(label¤);`,
);

/** Answers by way of a local function or variable. */
export const local: Code = one(
  code`const fail¤ = (message) => @s.status(400).json({ message });\nif (${condition}) return fail¤(${text});\n${answer};`,
  code`const fail¤ = (message) => {\n@s.status(400).json({ message });\n};\nif (${condition}) {\nfail¤('bad');\nreturn;\n}\n${answer};`,
  code`function done¤(data) {\nreturn @s.json({ data });\n}\nreturn done¤(${value});`,
  code`let out¤ = ${value};\nif (${condition}) {\nout¤ = ${value};\n}\nreturn @s.json(out¤);`,
  code`let status¤ = 200;\nif (${condition}) {\nstatus¤ = 404;\n}\n@s.status(status¤).json(${value});`,
  code`const r¤ = @s.status(201);\nreturn r¤.json(${value});`,
  code`const r¤ = ${condition} ? @s.status(201) : @s.status(202);\nr¤.json(${value});`,
  code`return ${condition} ? ${answer} : ${answer};`,
  code`${condition} ? ${answer} : ${answer};`,
  code`if (${condition}) ${answer};\nelse ${answer};`,
  code`${one(condition)} && ${answer};\nif (!(${condition})) ${answer};`,
  code`return void ${answer};`,
  code`return new Promise((resolve) => {\n${answer};\nresolve();\n});`,
  code`return new Promise((resolve) => resolve(${value})).then((v) => ${answer}, (e) => @s.error(String(e)));`,
  code`while (true) {\nif (${condition}) {\nreturn ${answer};\n}\nbreak;\n}\n${answer};`,
  code`try {\nif (${condition}) throw new Error('in try');\nreturn ${answer};\n} catch ({ message }) {\n@s.status(500).json({ message });\n}`,
  code`[1].forEach((n) => {\nif (${condition}) ${answer};\nelse @s.json({ n });\n});`,
);

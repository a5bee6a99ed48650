/** A house rule: wherever the selector matches, the message says what to do instead. */
const forbid = (message, ...selectors) => ({
  meta: { type: 'problem', schema: [] },
  create: (context) => ({
    [selectors.join(', ')]: (node) => context.report({ node, message }),
  }),
});

/** House rules of the API. */
export const house = {
  rules: {
    environment: forbid(
      'Only src/config reads the environment: inject Config.',
      'MemberExpression[object.name="process"][property.name="env"]',
      'VariableDeclarator[init.name="process"] > ObjectPattern > Property[key.name="env"]',
      'ImportDeclaration[source.value=/^(node:)?process$/]',
    ),
    clock: forbid(
      'Only Clock reads the system time: inject it, or use the `at` of the work.',
      'NewExpression[callee.name="Date"][arguments.length=0]',
      'CallExpression[callee.name="Date"]',
      'MemberExpression[object.name="Date"][property.name="now"]',
    ),
    'time-zone': forbid(
      "The server's time zone means nothing: use studio-day.ts, or the UTC methods.",
      'CallExpression[callee.property.name=/^[gs]et(FullYear|Month|Date|Day|Hours|Minutes)$/]',
      'CallExpression[callee.property.name=/^(getTimezoneOffset|toLocale(Date|Time)String)$/]',
    ),
    repository: forbid(
      'A repository works on the tx that it is given; it has no constructor.',
      'ClassDeclaration[id.name=/Repository$/] MethodDefinition[kind="constructor"]',
    ),
    random: forbid(
      'Only the pauses between retries in src/database are random.',
      'MemberExpression[object.name="Math"][property.name="random"]',
    ),
    sql: forbid(
      'SQL stands in repositories: write a repository method and pass it the tx.',
      'CallExpression[callee.property.name=/^(rows|row|write)$/][callee.object.name=/^tx$/i]',
      'CallExpression[callee.property.name=/^(rows|row|write)$/][callee.object.property.name="tx"]',
      'MemberExpression[property.name="manager"][object.name=/^tx$/i]',
      'MemberExpression[property.name="manager"][object.property.name="tx"]',
    ),
    'unit-of-work': forbid(
      'Every change is audited: use AuditedUnitOfWork. eslint.config.js lists the exceptions.',
      'CallExpression[callee.property.name="write"][callee.object.property.name="unitOfWork"]',
      'CallExpression[callee.property.name="write"][callee.object.name="unitOfWork"]',
      'CallExpression[callee.property.name="write"][callee.object.arguments.0.name="UnitOfWork"]',
      // Under another name the calls would not be recognised.
      ':not([name="unitOfWork"])[typeAnnotation.typeAnnotation.typeName.name="UnitOfWork"]',
    ),
    save: forbid(
      '`save` reads first and writes what it likes: use insert or update.',
      'CallExpression[callee.property.name="save"]',
    ),
    typeorm: forbid(
      'TypeORM stays in entities, views, repositories, src/database, src/adoption, migrations.',
      ':matches(ImportDeclaration, ImportExpression)[source.value=/^typeorm(\\u002F|$)/]',
    ),
    magic: forbid(
      'Nothing happens behind the back of the code: no cascades, eager relations, synchronize, ' +
        'subscribers, forwardRef or request scope.',
      'Property[key.name=/^(cascade|eager|synchronize)$/]:not([value.value=false])',
      'ImportSpecifier[imported.name=/^(EventSubscriber|forwardRef|Scope)$/]',
    ),
  },
};

/** House rules of the dashboard. */
export const screen = {
  rules: {
    fetch: forbid(
      'Ask by the generated client: it knows who is signed in, and what the API answers.',
      'CallExpression[callee.name="fetch"]',
      'NewExpression[callee.name=/^(XMLHttpRequest|EventSource|WebSocket)$/]',
    ),
    dates: forbid(
      "The device's time zone is not the studio's: use ui/dates.ts.",
      'CallExpression[callee.property.name=/^[gs]et(FullYear|Month|Date|Day|Hours|Minutes)$/]',
      'CallExpression[callee.property.name=/^(getTimezoneOffset|toLocale(Date|Time)String)$/]',
      'MemberExpression[object.name="Intl"][property.name="DateTimeFormat"]',
    ),
    secure: forbid(
      'Missing on plain http, as in a studio without a certificate: use newKey().',
      'MemberExpression[object.name="crypto"][property.name="randomUUID"]',
    ),
    html: forbid(
      'Show what people wrote as text, never as HTML.',
      'JSXAttribute[name.name="dangerouslySetInnerHTML"]',
      'MemberExpression[property.name=/^(inner|outer)HTML$/]',
    ),
  },
};

/** House rules of the tests, of which many files share what one process has loaded. */
export const suite = {
  rules: {
    traces: forbid(
      'Files of tests share a process: mock no modules, fake no timers, change nothing of the ' +
        'process. Hand in what the test needs, as TestClock and Config are.',
      'ImportSpecifier[imported.name=/^(vi|vitest)$/]',
      'MemberExpression[object.name="vi"]',
      'AssignmentExpression[left.object.object.name="process"][left.object.property.name="env"]',
      'AssignmentExpression[left.object.name="process"]',
      'UnaryExpression[operator="delete"][argument.object.property.name="env"]',
      'CallExpression[callee.object.name="Object"] > *.arguments[property.name="env"]',
      'CallExpression[callee.object.name="process"][callee.property.name=/^(chdir|on|once)$/]',
      'AssignmentExpression[left.object.name=/^(globalThis|global)$/]',
    ),
    signals: forbid(
      'To the system, process 0 is the whole run of the tests: `sendSignal` looks at the id first.',
      'CallExpression[callee.object.name="process"][callee.property.name="kill"]',
    ),
  },
};

/** All rules of one of these plugins, as errors. */
export const allOf = (plugin, { rules }) =>
  Object.fromEntries(Object.keys(rules).map((name) => [`${plugin}/${name}`, 'error']));

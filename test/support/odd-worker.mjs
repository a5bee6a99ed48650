// Stands in for a worker in tests of its primary: does what its arguments say, and opens nothing.
const [way, afterMs = '0'] = process.argv.slice(2);

const say = (message) => process.send(message);
const serve = () => say({ say: 'serving', port: 1, connectionsAllowed: null });
const end = () => process.exit(0);

process.on('message', ({ say: told }) => {
  if (told === 'retire' || told === 'stop') end();
});
process.on('disconnect', end);

switch (way) {
  case 'serves':
    process.on('SIGTERM', end);
    setTimeout(serve, Number(afterMs));
    break;
  case 'waits, and serves when told to end':
    process.on('SIGTERM', () => {
      serve();
      setTimeout(end, Number(afterMs));
    });
    say({ say: 'question', n: 1, question: { of: 'waiting', reason: 'tables' } });
    break;
  case 'waits, and never ends':
    process.on('SIGTERM', () => undefined);
    say({ say: 'question', n: 1, question: { of: 'waiting', reason: 'tables' } });
    break;
  default:
    process.exit(7);
}

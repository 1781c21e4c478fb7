// The peers of the relay's benchmark, as one process each: `node relay-peers.js http|koa PORT`. They read the body of a
// POST as the relay does and send as many bytes as it sends. JavaScript, so that no loader slows the start.
import { createServer } from 'node:http';
import Koa from 'koa';

const [, , kind, port] = process.argv;
const ANSWER = process.env.ANSWER ?? '{}';

/** With events, as in the relay: the fastest way. */
function read(request, done) {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.once('end', () => done(Buffer.concat(chunks)));
}

if (kind === 'http') {
  createServer((request, response) => {
    read(request, () => {
      response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
      response.end(ANSWER);
    });
  }).listen(Number(port), '127.0.0.1');
} else {
  const app = new Koa();
  app.use(async (ctx) => {
    await new Promise((resolve) => read(ctx.req, resolve));
    ctx.type = 'json';
    ctx.body = ANSWER;
  });
  app.listen(Number(port), '127.0.0.1');
}

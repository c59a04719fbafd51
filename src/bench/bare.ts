import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What `npm run bench -- http` compares with: a JSON echo on node:http, and botbuilder's own echo as its samples write it. */

async function readBody(req: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
}

type Answer = (body: Record<string, unknown>, req: IncomingMessage, res: ServerResponse) => Promise<void>;

async function jsonEcho(): Promise<Answer> {
  return async (body, _req, res) => {
    res.setHeader('Content-Type', 'application/json');
    res.end(JSON.stringify(body));
  };
}

async function botbuilderEcho(): Promise<Answer> {
  const { CloudAdapter, ConfigurationBotFrameworkAuthentication } = await import('botbuilder');
  const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
  return async (body, req, res) => {
    const request = { method: 'POST', headers: req.headers as Record<string, string>, body };
    const response = {
      socket: res.socket,
      status: (code: number) => {
        res.statusCode = code;
      },
      header: (name: string, value: unknown) => res.setHeader(name, String(value)),
      send: (reply: unknown) => {
        res.setHeader('Content-Type', 'application/json');
        res.write(JSON.stringify(reply));
      },
      end: () => res.end(),
    };
    await adapter.process(request as never, response as never, async (context) => {
      await context.sendActivity(`You said: ${context.activity.text}`);
    });
  };
}

async function main(kind: string | undefined): Promise<void> {
  const answer = await (kind === 'botbuilder' ? botbuilderEcho() : jsonEcho());
  const server = createServer((req, res) => {
    readBody(req)
      .then((body) => answer(body, req, res))
      .catch(() => res.destroy());
  });
  server.listen(0, '127.0.0.1', () => {
    process.stdout.write(`ready at http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
  });
}

void main(process.argv[2]);

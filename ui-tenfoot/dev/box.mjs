/** A pretend box for working on the page: the API's shapes, a real video, faults on demand. */
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { following, homeOf, page, shelf, shows } from './home.mjs';
import { devices, household } from './library.mjs';

const PAGE = 'target/classes/META-INF/larder-ui';
const CODE = '123456';
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2', '.mp4': 'video/mp4' };

export class PretendBox {
  #server = null;
  #listeners = new Set();
  #sockets = new Set();
  titles;
  queue = [];
  devices = devices.map((device) => ({ ...device }));
  folders = [];
  news = [];
  tokens = [];
  pairing = { open: false, code: null, expiresInSeconds: null, url: 'http://192.168.1.20:8080/pair' };
  paired = false;
  faults = [];
  saved = [];
  requests = [];

  constructor(videoOf, titles = household()) {
    this.videoOf = videoOf;
    this.titles = titles;
  }

  async listen(port = 0) {
    this.#server = createServer((request, response) => this.#serve(request, response));
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    await new Promise((done) => this.#server.listen(port, '127.0.0.1', done));
    return this.#server.address().port;
  }

  /** As if the box lost its power. */
  async stop() {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((done) => this.#server.close(done));
  }

  publish(topic, subject) {
    for (const response of this.#listeners) response.write(`event: ${topic}\ndata: ${JSON.stringify({ topic, subject })}\n\n`);
  }

  title(id) {
    return this.titles.find((title) => title.id === id);
  }

  #serve(request, response) {
    const url = new URL(request.url, 'http://box');
    this.requests.push(`${request.method} ${url.pathname}${url.search}`);
    if (url.pathname.startsWith('/api/v1/')) return void this.#api(request, response, url.pathname.slice(8), url.searchParams);
    if (url.pathname.startsWith('/stream/')) return this.#stream(request, response, url.pathname.slice(8));
    return this.#page(response, url.pathname);
  }

  #page(response, path) {
    const file = join(PAGE, path === '/' || path === '/pair' ? 'index.html' : path);
    if (!existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'text/plain', 'Content-Security-Policy': "default-src 'self'" });
    response.end(readFileSync(file));
  }

  async #api(request, response, path, asked) {
    let body = '';
    for await (const part of request) body += part;
    const answer = (status, value) => {
      response.writeHead(status, { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json' });
      response.end(value === undefined ? '' : JSON.stringify(value));
    };
    const call = `${request.method} ${path}`;
    if (call === 'POST session') return this.#open(answer, JSON.parse(body).ticket === 'once');
    if (call === 'POST pairing/claim') return this.#open(answer, JSON.parse(body).code === CODE);
    if (!this.paired) return answer(401, { title: 'Not paired' });
    if (call === 'GET events') return this.#events(request, response);
    if (request.method === 'GET') {
      const list = this.#list(path, asked);
      if (list) return answer(200, list);
    }
    return this.#call(call, body === '' ? null : JSON.parse(body), answer);
  }

  #open(answer, right) {
    this.paired = this.paired || right;
    return right ? answer(200, { token: 't', scopes: ['watch', 'queue'] }) : answer(403, { detail: '' });
  }

  #events(request, response) {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.write(': hello\n\n');
    this.#listeners.add(response);
    request.on('close', () => this.#listeners.delete(response));
  }

  #list(path, asked) {
    const from = (items) => page(items, Number(asked.get('limit') ?? 100), asked.get('cursor'));
    switch (path) {
      case 'home': return homeOf(this.titles, this.queue, (asked.get('rows') ?? '').split(',').filter(Boolean));
      case 'shows': return from(shows(this.titles));
      case 'library': return from(asked.get('shelf') ? shelf(this.titles, asked.get('shelf')) : this.titles.filter((it) => it.show === asked.get('show')));
      case 'queue': return from(this.queue.filter((entry) => entry.title === asked.get('title')));
      default: return null;
    }
  }

  #call(call, body, answer) {
    const found = /^(\w+) (?:titles|viewers\/default\/progress)\/([^/]+)(\/\w+)?$/.exec(call);
    const title = found ? this.title(found[2]) : null;
    if (found && !title) return answer(404, { detail: 'No such title.' });
    if (call === 'GET status') return answer(200, { name: 'Living room', id: 'BOX', version: 'dev' });
    if (call === 'GET devices') return answer(200, { items: this.devices, next: null });
    if (call === 'GET folders') return answer(200, { items: this.folders, next: null });
    if (call.startsWith('PUT folders/')) return this.#takeFolder(call.slice('PUT folders/'.length), body, answer);
    if (call === 'POST queue') return this.#enqueue(body.title, answer);
    if (/^GET folders\/[^/]+\/activity$/.test(call)) return answer(200, { items: this.news, next: null });
    if (call === 'GET tokens') return answer(200, { items: this.tokens, next: null });
    if (call === 'GET pairing/qr') return answer(404, {});
    if (call === 'GET pairing') return answer(200, this.pairing);
    if (call === 'POST pairing') {
      this.pairing = { ...this.pairing, open: true, code: CODE, expiresInSeconds: 120 };
      return answer(200, this.pairing);
    }
    if (call.startsWith('PATCH devices/') || call.startsWith('DELETE devices/')) return this.#decide(call, answer);
    if (call === 'POST devices') {
      this.devices = this.devices.map((device) => (device.id === body.id ? { ...device, state: 'connected' } : device));
      return answer(201, {});
    }
    if (title) return this.#title(`${found[1]}${found[3] ?? ''}`, call, title, body, answer);
    return answer(404, { detail: call });
  }

  #title(what, call, title, body, answer) {
    if (call.includes('progress')) {
      this.saved.push({ id: title.id, ...body });
      title.progress = body;
      this.publish('progress', title.id);
      return answer(204);
    }
    switch (what) {
      case 'GET': return answer(200, title);
      case 'PATCH': title.keep = body.keep; return answer(200, title);
      case 'GET/next': return answer(200, { next: following(this.titles, title) });
      case 'GET/chunks': return answer(200, chunksOf(title));
      case 'POST/playback': return answer(200, { decision: 'direct', reason: null, url: `/stream/${title.id}?sig=1`, subtitles: [], audio: [], resumeSeconds: title.progress.watched ? 0 : title.progress.positionSeconds });
      default: return answer(405, {});
    }
  }

  #decide(call, answer) {
    const id = call.slice(call.indexOf('/') + 1);
    const refused = call.startsWith('PATCH');
    const others = this.devices.filter((device) => device.id !== id);
    this.devices = refused ? this.devices.map((it) => (it.id === id ? { ...it, state: 'refused' } : it)) : others;
    this.publish('devices', '');
    return refused ? answer(200, {}) : answer(204);
  }

  #takeFolder(id, body, answer) {
    const folder = this.folders.find((it) => it.id === id);
    if (!folder || this.faults.includes('folder')) return answer(404, { detail: 'No device offers such a folder.' });
    Object.assign(folder, { state: 'active', mode: body.mode });
    this.publish('devices', '');
    return answer(200, folder);
  }

  #enqueue(id, answer) {
    if (this.faults.includes('queue')) return answer(409, { detail: 'The disk is full.' });
    const entry = { id: `q-${id}`, title: id, state: 'fetching', position: 1, bytesDone: 0.07e9, bytesTotal: 1e9, rateBytesPerSecond: 2e6, readyInSeconds: 480, reason: null, addedBy: 'TV' };
    this.queue.push(entry);
    this.publish('queue', entry.id);
    return answer(201, { items: [entry] });
  }

  #stream(request, response, id) {
    if (this.faults.includes('source')) return response.writeHead(503, { 'Retry-After': '2' }).end();
    const file = this.videoOf(id);
    const length = statSync(file).size;
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    const from = range ? Number(range[1]) : 0;
    const to = range && range[2] !== '' ? Math.min(Number(range[2]), length - 1) : length - 1;
    response.writeHead(range ? 206 : 200, {
      'Content-Type': 'video/mp4', 'Accept-Ranges': 'bytes', 'Content-Length': to - from + 1,
      ...(range ? { 'Content-Range': `bytes ${from}-${to}/${length}` } : {}),
    });
    if (request.method === 'HEAD') return response.end();
    const stalls = this.faults.includes('stall') && from > 0;
    return stalls ? response.flushHeaders() : createReadStream(file, { start: from, end: to }).pipe(response);
  }
}

/** A bitmap that agrees with the share of the title that is here, with holes in it. */
function chunksOf(title) {
  const count = 200;
  const part = title.availability.cachedBytes / title.sizeBytes;
  const bits = Buffer.alloc(count / 8);
  for (let chunk = 0; chunk < count; chunk++) {
    const here = chunk < count * part * 0.8 || chunk >= count * (1 - part * 0.2);
    if (here) bits[chunk >> 3] |= 1 << (chunk & 7);
  }
  return { chunkBytes: Math.ceil(title.sizeBytes / count), count, present: bits.toString('base64') };
}

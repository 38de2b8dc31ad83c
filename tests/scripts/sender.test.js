import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, beforeEach, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";

const CODES = ["C0044102791", "C0099001105", "L0000001203"];
const kept = new Map();
let answers = [];
let asked = [];
let server;
let Sender;
let isKept;

// A server in between that is not ours: each request gets the next answer, and the last one again.
before(async () => {
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => { body += part; });
    request.on("end", () => {
      if (request.method === "GET") { // the form that a redirection leads to
        response.end("<form>Sign in</form>");
        return;
      }
      const scan = JSON.parse(body);
      asked.push(scan);
      const { status = 200, headers = {} } = answers.length > 1 ? answers.shift() : answers[0];
      const all = Object.entries(headers).map(([name, value]) => [name, value === "its own" ? scan.scan_id : value]);
      response.writeHead(status, Object.fromEntries(all)).end("<p>said</p>");
    });
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const real = globalThis.fetch;
  globalThis.fetch = (path, options) => real(`http://127.0.0.1:${server.address().port}${path}`, options);
  globalThis.localStorage = new Proxy({
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => kept.set(name, String(value)),
    removeItem: (name) => kept.delete(name),
  }, { ownKeys: () => [...kept.keys()], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }) });
  globalThis.DOMParser = class { parseFromString() { return { querySelector: () => null }; } };
  ({ Sender, isKept } = await import("../../kiosk/static/desk/sender.js"));
});

after(() => {
  server.close();
  server.closeAllConnections();
});
beforeEach(() => {
  kept.clear();
  asked = [];
});

const TAKEN = { headers: { "X-Kiosk-Scan": "its own" } };

function sender(withWhatWaits = true) {
  const told = { settled: 0, waiting: [], parked: [] };
  const hooks = {
    settled: () => { told.settled += 1; },
    waiting: (texts, otherRoom) => {
      told.waiting.push([texts.length, otherRoom]);
      one.pause = 1; // tries again soon
    },
    parked: (scans) => { told.parked = scans; },
  };
  const one = new Sender("desk", "room", hooks, withWhatWaits);
  return { one, told };
}

async function until(holds) {
  for (let tries = 0; tries < 400 && !holds(); tries += 1) await pause(10);
  assert.ok(holds());
}

const waiting = () => [...kept.keys()].filter((name) => name.startsWith("chart-kiosk.waiting."));

test("scans leave in their order, each with an id and a number of its own, and nothing is left", async () => {
  answers = [TAKEN];
  const { one, told } = sender();
  for (const code of CODES) one.take(code, "scanner");
  await until(() => told.settled === 3);
  assert.deepEqual(asked.map(({ text }) => text), CODES);
  assert.equal(new Set(asked.map(({ scan_id }) => scan_id)).size, 3);
  assert.deepEqual(asked.map(({ station_seq }) => station_seq), [1, 2, 3]);
  assert.deepEqual(waiting(), []);
});

test("a proxy's page, a sign-in form and an error of a gateway let go of no scan", async () => {
  answers = [{}, { status: 302, headers: { Location: "/scans" } }, { status: 502 }, { status: 413 }, TAKEN];
  const { one, told } = sender();
  one.take(CODES[0], "scanner");
  await until(() => told.settled === 1);
  assert.ok(asked.length >= 4);
  assert.equal(new Set(asked.map(({ scan_id }) => scan_id)).size, 1);
  assert.equal(told.parked.length, 0);
});

test("what waits outlives its page, and leaves as stored", async () => {
  answers = [{ status: 502 }];
  const first = sender();
  first.one.take(CODES[0], "scanner");
  await until(() => first.told.waiting.length > 0);
  assert.equal(waiting().length, 1);
  first.one.scans = [];
  answers = [TAKEN];
  asked = [];
  const { one, told } = sender();
  assert.deepEqual(one.texts, [CODES[0]]);
  await one.send();
  assert.equal(told.settled, 1);
  assert.equal(asked.at(-1).stored, true);
});

test("what the server itself refuses is parked until a person closes it", async () => {
  answers = [{ status: 409, headers: { "X-Kiosk-Problem": "scan-id-reused" } }];
  const { one, told } = sender();
  one.take(CODES[0], "scanner");
  await until(() => told.parked.length === 1);
  assert.deepEqual(waiting(), []);
  assert.equal(sender().one.parked.length, 1);
  one.close(told.parked[0].body.scan_id);
  assert.equal(told.parked.length, 0);
  assert.equal(sender().one.parked.length, 0);
});

test("a scan on which the server fails again and again blocks no other", async () => {
  answers = [...Array(5).fill({ status: 500, headers: { "X-Kiosk-Problem": "unexpected" } }), TAKEN];
  const { one, told } = sender();
  one.take(CODES[0], "scanner");
  one.take(CODES[1], "scanner");
  await until(() => told.parked.length === 1);
  await until(() => told.settled === 2);
  assert.equal(told.parked[0].body.text, CODES[0]);
});

test("a scan of another room waits for its own, and holds nothing else", async () => {
  answers = [TAKEN];
  const { one } = sender();
  kept.set("chart-kiosk.waiting.x", JSON.stringify({ body: { scan_id: "x", room: "another", text: CODES[0], station_seq: 1 } }));
  const next = sender();
  assert.deepEqual(next.one.texts, []);
  assert.equal(next.one.parked.length, 1);
  await one.send();
  assert.equal(waiting().length, 1);
});

test("what somebody typed does not outlive its page", () => {
  assert.ok(isKept({ text: CODES[0] }));
  assert.ok(!isKept({ text: "Alder" }));
  assert.ok(!isKept({ text: CODES[0], note: "why" }));
});

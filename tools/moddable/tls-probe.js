/**
 * A program for the SDK: sends a request to each of `urls`, one after the other, through the device's Http, and traces the
 * result: a status or the kind of fault.
 */
/* global trace */
import config from 'mc/config';
import { SystemHttp } from './platform/moddable/http';

const TIMEOUT_MS = 5000;

const http = new SystemHttp();
const urls = [...config.urls];

function next() {
  const url = urls.shift();
  if (url === undefined) return;
  const tell = (outcome) => {
    trace(`info: ${url} ${outcome}\n`);
    next();
  };
  let answer = 0;
  http.send(
    {
      ...{ method: 'GET', url, keepHeaders: [], timeoutMs: TIMEOUT_MS },
      headers: { authorization: 'Bearer secret' },
    },
    {
      onHeaders: (status) => (answer = status),
      onBody: () => undefined,
      onDone: () => tell(answer),
      onFault: ({ kind }) => tell(kind),
    },
  );
}

next();

// The part of the package request that danfo uses, on Node's own fetch: a stream that emits "response".
const { PassThrough, Readable } = require("node:stream");

function request(target) {
  const { url, ...options } = typeof target === "string" ? { url: target } : target;
  const stream = new PassThrough();
  fetch(url, options)
    .then((response) => {
      stream.emit("response", { statusCode: response.status, statusMessage: response.statusText });
      if (response.body === null) stream.end();
      else Readable.fromWeb(response.body).pipe(stream);
    })
    .catch((error) => stream.destroy(error));
  return stream;
}

module.exports = Object.assign(request, { get: request });

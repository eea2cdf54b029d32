// Node's own fetch in place of the package node-fetch.
module.exports = (url, options) => fetch(url, options);

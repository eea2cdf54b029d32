// Node's own fetch instead of the package node-fetch.
module.exports = (url, options) => fetch(url, options);

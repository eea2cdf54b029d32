// xlsx is not shipped (1.8 MB). It is looked up when readExcel or toExcel is called.
function load() {
  try {
    return require("xlsx");
  } catch (error) {
    throw new Error("readExcel and toExcel need the package xlsx, which was not found: npm install xlsx", {
      cause: error,
    });
  }
}

module.exports = {
  get read() {
    return load().read;
  },
  get readFile() {
    return load().readFile;
  },
  get utils() {
    return load().utils;
  },
  get write() {
    return load().write;
  },
  get writeFile() {
    return load().writeFile;
  },
};

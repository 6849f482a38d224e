'use strict';

module.exports = require('./transform-module.js')('commonjs-to-esm');

'use strict';

module.exports = require('./transform-module.js')('jose-to-web-crypto');

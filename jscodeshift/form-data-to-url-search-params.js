'use strict';

module.exports = require('./transform-module.js')('form-data-to-url-search-params');

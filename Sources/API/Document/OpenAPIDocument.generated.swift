// Written by scripts/embed-openapi.sh from docs/openapi.json.

/// The description of the API that `/openapi.json` answers.
package enum OpenAPIDocument {
    package static let text = #"""
        {
          "openapi": "3.1.0",
          "info": {
            "title": "Skillyard API",
            "version": "1.0.0",
            "summary": "Register agent skills once, install them everywhere.",
            "description": "docs/05-api-contract.md explains it for people. New fields may be added to answers; clients ignore what they do not know. Requests with unknown fields or query parameters are refused. Any other method on these paths is answered with 405, any other path with 404, both as a Problem."
          },
          "servers": [
            {
              "url": "/"
            }
          ],
          "security": [
            {
              "bearer": []
            }
          ],
          "tags": [
            {
              "name": "Skills",
              "description": "What can be installed."
            },
            {
              "name": "Providers",
              "description": "Where it can be installed."
            },
            {
              "name": "Runs",
              "description": "Installing, removing and undoing."
            },
            {
              "name": "Overview",
              "description": "How everything does, at a glance."
            },
            {
              "name": "Alerts",
              "description": "What needs somebody."
            },
            {
              "name": "Channels",
              "description": "Who is told of alerts."
            },
            {
              "name": "Drift",
              "description": "What was changed at providers."
            },
            {
              "name": "Chat",
              "description": "Lines in Korean or English that become commands."
            },
            {
              "name": "Events",
              "description": "What happens, as it happens."
            },
            {
              "name": "Audit",
              "description": "Who did what."
            },
            {
              "name": "Access",
              "description": "Who may do what."
            },
            {
              "name": "Operations",
              "description": "For whoever runs the service."
            }
          ],
          "paths": {
            "/healthz": {
              "get": {
                "operationId": "getHealth",
                "tags": [
                  "Operations"
                ],
                "summary": "Whether the process answers",
                "security": [],
                "responses": {
                  "200": {
                    "description": "It does.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/Health"
                        }
                      }
                    }
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/readyz": {
              "get": {
                "operationId": "getReadiness",
                "tags": [
                  "Operations"
                ],
                "summary": "Whether this node can take requests",
                "security": [],
                "responses": {
                  "200": {
                    "description": "It can.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/Readiness"
                        }
                      }
                    }
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "description": "It cannot; the checks say why.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/Readiness"
                        }
                      }
                    }
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/openapi.json": {
              "get": {
                "operationId": "getOpenAPI",
                "tags": [
                  "Operations"
                ],
                "summary": "This document",
                "security": [],
                "responses": {
                  "200": {
                    "description": "The document.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "type": "object"
                        }
                      }
                    }
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/metrics": {
              "get": {
                "operationId": "getMetrics",
                "tags": [
                  "Operations"
                ],
                "summary": "Metrics for Prometheus",
                "responses": {
                  "200": {
                    "description": "The text format, version 0.0.4.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "text/plain": {
                        "schema": {
                          "type": "string"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/skills": {
              "get": {
                "operationId": "listSkills",
                "tags": [
                  "Skills"
                ],
                "summary": "List and search skills",
                "parameters": [
                  {
                    "name": "q",
                    "in": "query",
                    "required": false,
                    "description": "Part of the name, description, tags or body; any length, any language.",
                    "schema": {
                      "type": "string",
                      "maxLength": 200,
                      "pattern": "^[^\\u0000-\\u001f\\u007f]*$"
                    }
                  },
                  {
                    "name": "provider",
                    "in": "query",
                    "required": false,
                    "description": "Only those installed there now.",
                    "schema": {
                      "$ref": "#/components/schemas/ProviderID"
                    }
                  },
                  {
                    "name": "state",
                    "in": "query",
                    "required": false,
                    "description": "Only those in this state.",
                    "schema": {
                      "$ref": "#/components/schemas/SkillState"
                    }
                  },
                  {
                    "name": "tag",
                    "in": "query",
                    "required": false,
                    "description": "Only those with this tag.",
                    "schema": {
                      "type": "string",
                      "maxLength": 64,
                      "pattern": "^[^\\u0000-\\u001f\\u007f]*$"
                    }
                  },
                  {
                    "name": "owner",
                    "in": "query",
                    "required": false,
                    "description": "Only those of this owner.",
                    "schema": {
                      "type": "string",
                      "maxLength": 200,
                      "pattern": "^[^\\u0000-\\u001f\\u007f]*$"
                    }
                  },
                  {
                    "name": "order",
                    "in": "query",
                    "required": false,
                    "description": "The order of the list.",
                    "schema": {
                      "type": "string",
                      "enum": [
                        "name",
                        "newest",
                        "updated"
                      ],
                      "default": "name"
                    }
                  },
                  {
                    "$ref": "#/components/parameters/limit"
                  },
                  {
                    "$ref": "#/components/parameters/cursor"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "A page of skills.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/SkillPage"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "post": {
                "operationId": "registerSkill",
                "tags": [
                  "Skills"
                ],
                "summary": "Register a skill or a new version of it",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "requestBody": {
                  "required": true,
                  "description": "One zip, tar or tar.gz (told apart by its first bytes), or the text of a single SKILL.md.",
                  "content": {
                    "multipart/form-data": {
                      "schema": {
                        "type": "object",
                        "required": [
                          "bundle"
                        ],
                        "properties": {
                          "bundle": {
                            "type": "string",
                            "contentMediaType": "application/octet-stream",
                            "minLength": 1,
                            "description": "The archive, or SKILL.md with the type text/markdown or a name that ends in .md."
                          },
                          "tags": {
                            "type": "string",
                            "maxLength": 64,
                            "pattern": "^[a-z0-9, -]*$",
                            "description": "Comma-separated; replaces the skill's tags. At most 32 of 64 characters."
                          },
                          "signature": {
                            "type": "string",
                            "contentMediaType": "application/json",
                            "description": "A SkillSignature over this content."
                          }
                        },
                        "additionalProperties": false
                      },
                      "encoding": {
                        "bundle": {
                          "contentType": "application/octet-stream, text/markdown"
                        },
                        "tags": {
                          "contentType": "text/plain"
                        }
                      }
                    },
                    "application/zip": {
                      "schema": {
                        "type": "string",
                        "contentMediaType": "application/octet-stream",
                        "minLength": 1
                      }
                    },
                    "application/gzip": {
                      "schema": {
                        "type": "string",
                        "contentMediaType": "application/octet-stream",
                        "minLength": 1
                      }
                    },
                    "application/x-tar": {
                      "schema": {
                        "type": "string",
                        "contentMediaType": "application/octet-stream",
                        "minLength": 1
                      }
                    },
                    "application/octet-stream": {
                      "schema": {
                        "type": "string",
                        "contentMediaType": "application/octet-stream",
                        "minLength": 1
                      }
                    },
                    "text/markdown": {
                      "schema": {
                        "type": "string"
                      }
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "This very content is registered already.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      },
                      "Location": {
                        "description": "Where it stands.",
                        "schema": {
                          "type": "string",
                          "format": "uri-reference"
                        }
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/SkillRegistration"
                        }
                      }
                    }
                  },
                  "201": {
                    "description": "A new version.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      },
                      "Location": {
                        "description": "Where it stands.",
                        "schema": {
                          "type": "string",
                          "format": "uri-reference"
                        }
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/SkillRegistration"
                        }
                      }
                    }
                  },
                  "400": {
                    "$ref": "#/components/responses/MalformedRequest"
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "409": {
                    "$ref": "#/components/responses/Conflict"
                  },
                  "413": {
                    "$ref": "#/components/responses/PayloadTooLarge"
                  },
                  "415": {
                    "$ref": "#/components/responses/UnsupportedMediaType"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  },
                  "507": {
                    "$ref": "#/components/responses/StorageFull"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/skills/check": {
              "post": {
                "operationId": "checkSkill",
                "tags": [
                  "Skills"
                ],
                "summary": "Say what registering would say, without registering",
                "requestBody": {
                  "required": true,
                  "description": "One zip, tar or tar.gz (told apart by its first bytes), or the text of a single SKILL.md.",
                  "content": {
                    "multipart/form-data": {
                      "schema": {
                        "type": "object",
                        "required": [
                          "bundle"
                        ],
                        "properties": {
                          "bundle": {
                            "type": "string",
                            "contentMediaType": "application/octet-stream",
                            "minLength": 1,
                            "description": "The archive, or SKILL.md with the type text/markdown or a name that ends in .md."
                          },
                          "tags": {
                            "type": "string",
                            "maxLength": 64,
                            "pattern": "^[a-z0-9, -]*$",
                            "description": "Comma-separated; replaces the skill's tags. At most 32 of 64 characters."
                          }
                        },
                        "additionalProperties": false
                      },
                      "encoding": {
                        "bundle": {
                          "contentType": "application/octet-stream, text/markdown"
                        },
                        "tags": {
                          "contentType": "text/plain"
                        }
                      }
                    },
                    "application/zip": {
                      "schema": {
                        "type": "string",
                        "contentMediaType": "application/octet-stream",
                        "minLength": 1
                      }
                    },
                    "application/gzip": {
                      "schema": {
                        "type": "string",
                        "contentMediaType": "application/octet-stream",
                        "minLength": 1
                      }
                    },
                    "application/x-tar": {
                      "schema": {
                        "type": "string",
                        "contentMediaType": "application/octet-stream",
                        "minLength": 1
                      }
                    },
                    "application/octet-stream": {
                      "schema": {
                        "type": "string",
                        "contentMediaType": "application/octet-stream",
                        "minLength": 1
                      }
                    },
                    "text/markdown": {
                      "schema": {
                        "type": "string"
                      }
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "The report.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/SkillCheckReport"
                        }
                      }
                    }
                  },
                  "400": {
                    "$ref": "#/components/responses/MalformedRequest"
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "413": {
                    "$ref": "#/components/responses/PayloadTooLarge"
                  },
                  "415": {
                    "$ref": "#/components/responses/UnsupportedMediaType"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/skills/import": {
              "post": {
                "operationId": "importSkill",
                "tags": [
                  "Skills"
                ],
                "summary": "Have the server fetch a skill and register it",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/SkillImport"
                      }
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "This very content is registered already.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      },
                      "Location": {
                        "description": "Where it stands.",
                        "schema": {
                          "type": "string",
                          "format": "uri-reference"
                        }
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/SkillRegistration"
                        }
                      }
                    }
                  },
                  "201": {
                    "description": "A new version.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      },
                      "Location": {
                        "description": "Where it stands.",
                        "schema": {
                          "type": "string",
                          "format": "uri-reference"
                        }
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/SkillRegistration"
                        }
                      }
                    }
                  },
                  "400": {
                    "$ref": "#/components/responses/MalformedRequest"
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "409": {
                    "$ref": "#/components/responses/Conflict"
                  },
                  "413": {
                    "$ref": "#/components/responses/PayloadTooLarge"
                  },
                  "415": {
                    "$ref": "#/components/responses/UnsupportedMediaType"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  },
                  "507": {
                    "$ref": "#/components/responses/StorageFull"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/skills/{name}": {
              "get": {
                "operationId": "getSkill",
                "tags": [
                  "Skills"
                ],
                "summary": "Read a skill",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/skillName"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "The skill.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/Skill"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/skills/{name}/versions": {
              "get": {
                "operationId": "listSkillVersions",
                "tags": [
                  "Skills"
                ],
                "summary": "List a skill's versions, newest first",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/skillName"
                  },
                  {
                    "$ref": "#/components/parameters/limit"
                  },
                  {
                    "$ref": "#/components/parameters/cursor"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "A page of versions.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/SkillVersionPage"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/skills/{name}/versions/{number}": {
              "get": {
                "operationId": "getSkillVersion",
                "tags": [
                  "Skills"
                ],
                "summary": "Read a version",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/skillName"
                  },
                  {
                    "$ref": "#/components/parameters/versionNumber"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "The version.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      },
                      "ETag": {
                        "$ref": "#/components/headers/Revision"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/SkillVersion"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "delete": {
                "operationId": "yankSkillVersion",
                "tags": [
                  "Skills"
                ],
                "summary": "Yank a version",
                "description": "Keeps the version from being installed anew; what is installed stays. A reason is needed, in the query or in the body.",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/skillName"
                  },
                  {
                    "$ref": "#/components/parameters/versionNumber"
                  },
                  {
                    "name": "reason",
                    "in": "query",
                    "required": false,
                    "description": "Why; may come as JSON body instead.",
                    "schema": {
                      "$ref": "#/components/schemas/Reason"
                    }
                  },
                  {
                    "$ref": "#/components/parameters/ifMatch"
                  },
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "requestBody": {
                  "required": false,
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/ReasonRequest"
                      }
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "The yanked version.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      },
                      "ETag": {
                        "$ref": "#/components/headers/Revision"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/SkillVersion"
                        }
                      }
                    }
                  },
                  "400": {
                    "$ref": "#/components/responses/MalformedRequest"
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "409": {
                    "$ref": "#/components/responses/Conflict"
                  },
                  "412": {
                    "$ref": "#/components/responses/PreconditionFailed"
                  },
                  "413": {
                    "$ref": "#/components/responses/PayloadTooLarge"
                  },
                  "415": {
                    "$ref": "#/components/responses/UnsupportedMediaType"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "428": {
                    "$ref": "#/components/responses/PreconditionRequired"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/skills/{name}/versions/{number}/content": {
              "get": {
                "operationId": "getSkillVersionContent",
                "tags": [
                  "Skills"
                ],
                "summary": "Download a version",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/skillName"
                  },
                  {
                    "$ref": "#/components/parameters/versionNumber"
                  },
                  {
                    "name": "If-None-Match",
                    "in": "header",
                    "required": false,
                    "description": "The ETag of a copy.",
                    "schema": {
                      "type": "string"
                    }
                  }
                ],
                "responses": {
                  "200": {
                    "description": "A zip with SKILL.md at its root.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      },
                      "ETag": {
                        "description": "The digest in quotes.",
                        "schema": {
                          "type": "string"
                        }
                      },
                      "Content-Disposition": {
                        "description": "The file's name.",
                        "schema": {
                          "type": "string"
                        }
                      }
                    },
                    "content": {
                      "application/zip": {}
                    }
                  },
                  "304": {
                    "description": "The copy named in If-None-Match is still right.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/skills/{name}/versions/{number}/file": {
              "get": {
                "operationId": "getSkillFile",
                "tags": [
                  "Skills"
                ],
                "summary": "Download one file of a version",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/skillName"
                  },
                  {
                    "$ref": "#/components/parameters/versionNumber"
                  },
                  {
                    "name": "path",
                    "in": "query",
                    "required": true,
                    "description": "As the version lists it.",
                    "schema": {
                      "type": "string",
                      "minLength": 1,
                      "maxLength": 1024,
                      "pattern": "^[^\\u0000-\\u001f\\u007f]*$"
                    }
                  },
                  {
                    "name": "If-None-Match",
                    "in": "header",
                    "required": false,
                    "description": "The ETag of a copy.",
                    "schema": {
                      "type": "string"
                    }
                  }
                ],
                "responses": {
                  "200": {
                    "description": "The bytes of the file.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      },
                      "ETag": {
                        "description": "The SHA-256 of the content in quotes.",
                        "schema": {
                          "type": "string"
                        }
                      },
                      "Content-Disposition": {
                        "description": "The file's name.",
                        "schema": {
                          "type": "string"
                        }
                      },
                      "X-Skillyard-Executable": {
                        "description": "Whether it may be run.",
                        "schema": {
                          "type": "string",
                          "enum": [
                            "true",
                            "false"
                          ]
                        }
                      }
                    },
                    "content": {
                      "application/octet-stream": {}
                    }
                  },
                  "304": {
                    "description": "The copy named in If-None-Match is still right.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/skills/{name}/versions/{number}/preflight": {
              "get": {
                "operationId": "getPreflight",
                "tags": [
                  "Skills"
                ],
                "summary": "Say whether each provider would take a version",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/skillName"
                  },
                  {
                    "$ref": "#/components/parameters/versionNumber"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "One verdict for each provider.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/PreflightMatrix"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/skills/{name}/versions/{number}/signature": {
              "put": {
                "operationId": "signSkillVersion",
                "tags": [
                  "Skills"
                ],
                "summary": "Add a signature to a version",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/skillName"
                  },
                  {
                    "$ref": "#/components/parameters/versionNumber"
                  },
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/SkillSignature"
                      }
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "The version.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/SkillVersion"
                        }
                      }
                    }
                  },
                  "400": {
                    "$ref": "#/components/responses/MalformedRequest"
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "409": {
                    "$ref": "#/components/responses/Conflict"
                  },
                  "413": {
                    "$ref": "#/components/responses/PayloadTooLarge"
                  },
                  "415": {
                    "$ref": "#/components/responses/UnsupportedMediaType"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/skills/{name}/signers": {
              "get": {
                "operationId": "listSigners",
                "tags": [
                  "Skills"
                ],
                "summary": "List whose signature a skill may have",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/skillName"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "All of them.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/SkillSignerPage"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "post": {
                "operationId": "acceptSigner",
                "tags": [
                  "Skills"
                ],
                "summary": "Accept whoever signed a version",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/skillName"
                  },
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/SignerAcceptance"
                      }
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "All signers.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/SkillSignerPage"
                        }
                      }
                    }
                  },
                  "400": {
                    "$ref": "#/components/responses/MalformedRequest"
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "413": {
                    "$ref": "#/components/responses/PayloadTooLarge"
                  },
                  "415": {
                    "$ref": "#/components/responses/UnsupportedMediaType"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/skills/{name}/versions/{number}/scan": {
              "get": {
                "operationId": "getSkillScan",
                "tags": [
                  "Skills"
                ],
                "summary": "Say what the safety scan finds in a version",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/skillName"
                  },
                  {
                    "$ref": "#/components/parameters/versionNumber"
                  },
                  {
                    "name": "format",
                    "description": "The form of the answer; without it, the Accept header decides.",
                    "in": "query",
                    "schema": {
                      "type": "string",
                      "enum": [
                        "json",
                        "sarif"
                      ]
                    }
                  }
                ],
                "responses": {
                  "200": {
                    "description": "What was found, in JSON or SARIF.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/SkillScan"
                        }
                      },
                      "application/sarif+json": {
                        "schema": {
                          "type": "object",
                          "description": "A SARIF 2.1.0 log."
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/skills/{name}/versions/{number}/waivers": {
              "get": {
                "operationId": "listScanWaivers",
                "tags": [
                  "Skills"
                ],
                "summary": "List the waivers of a version's findings",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/skillName"
                  },
                  {
                    "$ref": "#/components/parameters/versionNumber"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "All of them, newest first; those that ended, too.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/ScanWaiverPage"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "post": {
                "operationId": "createScanWaiver",
                "tags": [
                  "Skills"
                ],
                "summary": "Let findings of a version no longer block it",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/skillName"
                  },
                  {
                    "$ref": "#/components/parameters/versionNumber"
                  },
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/WaiverRequest"
                      }
                    }
                  }
                },
                "responses": {
                  "201": {
                    "description": "The waiver.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/ScanWaiver"
                        }
                      }
                    }
                  },
                  "400": {
                    "$ref": "#/components/responses/MalformedRequest"
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "413": {
                    "$ref": "#/components/responses/PayloadTooLarge"
                  },
                  "415": {
                    "$ref": "#/components/responses/UnsupportedMediaType"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/skills/{name}/versions/{number}/waivers/{id}": {
              "delete": {
                "operationId": "revokeScanWaiver",
                "tags": [
                  "Skills"
                ],
                "summary": "End a waiver",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/skillName"
                  },
                  {
                    "$ref": "#/components/parameters/versionNumber"
                  },
                  {
                    "$ref": "#/components/parameters/waiverId"
                  },
                  {
                    "$ref": "#/components/parameters/ifMatch"
                  },
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "The revoked waiver.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      },
                      "ETag": {
                        "$ref": "#/components/headers/Revision"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/ScanWaiver"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "412": {
                    "$ref": "#/components/responses/PreconditionFailed"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "428": {
                    "$ref": "#/components/responses/PreconditionRequired"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/providers": {
              "get": {
                "operationId": "listProviders",
                "tags": [
                  "Providers"
                ],
                "summary": "List providers",
                "responses": {
                  "200": {
                    "description": "All of them.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/ProviderPage"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/providers/{id}": {
              "get": {
                "operationId": "getProvider",
                "tags": [
                  "Providers"
                ],
                "summary": "Read a provider",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/providerId"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "The provider.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      },
                      "ETag": {
                        "$ref": "#/components/headers/Revision"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/Provider"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "put": {
                "operationId": "putProvider",
                "tags": [
                  "Providers"
                ],
                "summary": "Create a provider or replace its settings",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/providerId"
                  },
                  {
                    "$ref": "#/components/parameters/ifMatchOrNone"
                  },
                  {
                    "$ref": "#/components/parameters/ifNoneMatch"
                  },
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/ProviderSettingsInput"
                      }
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "It was replaced.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      },
                      "Location": {
                        "description": "Where it stands.",
                        "schema": {
                          "type": "string",
                          "format": "uri-reference"
                        }
                      },
                      "ETag": {
                        "$ref": "#/components/headers/Revision"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/Provider"
                        }
                      }
                    }
                  },
                  "201": {
                    "description": "It is new.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      },
                      "Location": {
                        "description": "Where it stands.",
                        "schema": {
                          "type": "string",
                          "format": "uri-reference"
                        }
                      },
                      "ETag": {
                        "$ref": "#/components/headers/Revision"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/Provider"
                        }
                      }
                    }
                  },
                  "400": {
                    "$ref": "#/components/responses/MalformedRequest"
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "409": {
                    "$ref": "#/components/responses/Conflict"
                  },
                  "412": {
                    "$ref": "#/components/responses/PreconditionFailed"
                  },
                  "413": {
                    "$ref": "#/components/responses/PayloadTooLarge"
                  },
                  "415": {
                    "$ref": "#/components/responses/UnsupportedMediaType"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "428": {
                    "$ref": "#/components/responses/PreconditionRequired"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/providers/{id}/credential": {
              "put": {
                "operationId": "setCredential",
                "tags": [
                  "Providers"
                ],
                "summary": "Store a provider's secret, sealed",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/providerId"
                  },
                  {
                    "$ref": "#/components/parameters/ifMatch"
                  },
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/CredentialRequest"
                      }
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "It is stored.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      },
                      "ETag": {
                        "$ref": "#/components/headers/Revision"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/Provider"
                        }
                      }
                    }
                  },
                  "400": {
                    "$ref": "#/components/responses/MalformedRequest"
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "409": {
                    "$ref": "#/components/responses/Conflict"
                  },
                  "412": {
                    "$ref": "#/components/responses/PreconditionFailed"
                  },
                  "413": {
                    "$ref": "#/components/responses/PayloadTooLarge"
                  },
                  "415": {
                    "$ref": "#/components/responses/UnsupportedMediaType"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "428": {
                    "$ref": "#/components/responses/PreconditionRequired"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "delete": {
                "operationId": "clearCredential",
                "tags": [
                  "Providers"
                ],
                "summary": "Forget a provider's stored secret",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/providerId"
                  },
                  {
                    "$ref": "#/components/parameters/ifMatch"
                  },
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "Nothing is stored now.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      },
                      "ETag": {
                        "$ref": "#/components/headers/Revision"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/Provider"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "412": {
                    "$ref": "#/components/responses/PreconditionFailed"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "428": {
                    "$ref": "#/components/responses/PreconditionRequired"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/providers/{id}/check": {
              "post": {
                "operationId": "checkProvider",
                "tags": [
                  "Providers"
                ],
                "summary": "Ask a provider now whether it is well",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/providerId"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "Its answer, also when it is not.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/ProviderCheck"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/providers/{id}/pause": {
              "post": {
                "operationId": "pauseProvider",
                "tags": [
                  "Providers"
                ],
                "summary": "Let nothing begin at a provider",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/providerId"
                  },
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/ReasonRequest"
                      }
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "It is paused.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      },
                      "ETag": {
                        "$ref": "#/components/headers/Revision"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/Provider"
                        }
                      }
                    }
                  },
                  "400": {
                    "$ref": "#/components/responses/MalformedRequest"
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "413": {
                    "$ref": "#/components/responses/PayloadTooLarge"
                  },
                  "415": {
                    "$ref": "#/components/responses/UnsupportedMediaType"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/providers/{id}/resume": {
              "post": {
                "operationId": "resumeProvider",
                "tags": [
                  "Providers"
                ],
                "summary": "Let targets begin at a provider again",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/providerId"
                  },
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "Its own pause is over.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      },
                      "ETag": {
                        "$ref": "#/components/headers/Revision"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/Provider"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/work": {
              "get": {
                "operationId": "getWork",
                "tags": [
                  "Providers"
                ],
                "summary": "Whether work is done at all",
                "responses": {
                  "200": {
                    "description": "The pause of everything, if there is one.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/Work"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/work/pause": {
              "post": {
                "operationId": "pauseWork",
                "tags": [
                  "Providers"
                ],
                "summary": "Let nothing begin anywhere",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/ReasonRequest"
                      }
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "Everything is paused.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/Work"
                        }
                      }
                    }
                  },
                  "400": {
                    "$ref": "#/components/responses/MalformedRequest"
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "413": {
                    "$ref": "#/components/responses/PayloadTooLarge"
                  },
                  "415": {
                    "$ref": "#/components/responses/UnsupportedMediaType"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/work/resume": {
              "post": {
                "operationId": "resumeWork",
                "tags": [
                  "Providers"
                ],
                "summary": "Let targets begin again",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "The pause of everything is over.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/Work"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/install-runs": {
              "get": {
                "operationId": "listRuns",
                "tags": [
                  "Runs"
                ],
                "summary": "List runs, newest first",
                "parameters": [
                  {
                    "name": "status",
                    "in": "query",
                    "required": false,
                    "description": "Only those in this state.",
                    "schema": {
                      "$ref": "#/components/schemas/RunStatus"
                    }
                  },
                  {
                    "name": "provider",
                    "in": "query",
                    "required": false,
                    "description": "Only those with a target there.",
                    "schema": {
                      "$ref": "#/components/schemas/ProviderID"
                    }
                  },
                  {
                    "name": "skill",
                    "in": "query",
                    "required": false,
                    "description": "Only those with this skill.",
                    "schema": {
                      "$ref": "#/components/schemas/SkillName"
                    }
                  },
                  {
                    "name": "kind",
                    "in": "query",
                    "required": false,
                    "description": "Only those of this kind.",
                    "schema": {
                      "$ref": "#/components/schemas/RunKind"
                    }
                  },
                  {
                    "name": "requested_by",
                    "in": "query",
                    "required": false,
                    "description": "Only those somebody asked for.",
                    "schema": {
                      "type": "string",
                      "maxLength": 200,
                      "pattern": "^[^\\u0000-\\u001f\\u007f]*$"
                    }
                  },
                  {
                    "name": "source",
                    "in": "query",
                    "required": false,
                    "description": "Only those through this front door.",
                    "schema": {
                      "$ref": "#/components/schemas/CommandSource"
                    }
                  },
                  {
                    "name": "parent_run_id",
                    "in": "query",
                    "required": false,
                    "description": "Only those that began from this run, such as its rollback.",
                    "schema": {
                      "$ref": "#/components/schemas/UUID"
                    }
                  },
                  {
                    "name": "approval",
                    "in": "query",
                    "required": false,
                    "description": "Only those whose approval stands there; `pending` for those that wait for one.",
                    "schema": {
                      "$ref": "#/components/schemas/ApprovalState"
                    }
                  },
                  {
                    "name": "created_after",
                    "in": "query",
                    "required": false,
                    "description": "Only those after this time.",
                    "schema": {
                      "type": "string",
                      "format": "date-time"
                    }
                  },
                  {
                    "name": "created_before",
                    "in": "query",
                    "required": false,
                    "description": "Only those before this time.",
                    "schema": {
                      "type": "string",
                      "format": "date-time"
                    }
                  },
                  {
                    "$ref": "#/components/parameters/limit"
                  },
                  {
                    "$ref": "#/components/parameters/cursor"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "A page of runs, without their targets.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/RunPage"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "post": {
                "operationId": "startRun",
                "tags": [
                  "Runs"
                ],
                "summary": "Start a run",
                "description": "Everything is checked before the answer; a refused request leaves no trace but its audit entry.",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/idempotencyKey"
                  },
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/RunRequest"
                      }
                    }
                  }
                },
                "responses": {
                  "202": {
                    "description": "It is durable and waits for a worker.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      },
                      "Location": {
                        "description": "Where it stands.",
                        "schema": {
                          "type": "string",
                          "format": "uri-reference"
                        }
                      },
                      "Retry-After": {
                        "$ref": "#/components/headers/RetryAfter"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/Run"
                        }
                      }
                    }
                  },
                  "400": {
                    "$ref": "#/components/responses/MalformedRequest"
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "409": {
                    "$ref": "#/components/responses/Conflict"
                  },
                  "413": {
                    "$ref": "#/components/responses/PayloadTooLarge"
                  },
                  "415": {
                    "$ref": "#/components/responses/UnsupportedMediaType"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/install-runs/plan": {
              "post": {
                "operationId": "planRun",
                "tags": [
                  "Runs"
                ],
                "summary": "Show what a run would do",
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/RunRequest"
                      }
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "The plan.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/Plan"
                        }
                      }
                    }
                  },
                  "400": {
                    "$ref": "#/components/responses/MalformedRequest"
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "409": {
                    "$ref": "#/components/responses/Conflict"
                  },
                  "413": {
                    "$ref": "#/components/responses/PayloadTooLarge"
                  },
                  "415": {
                    "$ref": "#/components/responses/UnsupportedMediaType"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/install-runs/{id}": {
              "get": {
                "operationId": "getRun",
                "tags": [
                  "Runs"
                ],
                "summary": "Read a run with its targets and tries",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/runId"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "The run.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/Run"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/install-runs/{id}/retry": {
              "post": {
                "operationId": "retryRun",
                "tags": [
                  "Runs"
                ],
                "summary": "Put a run's failed and canceled targets back to work",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/runId"
                  },
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "responses": {
                  "202": {
                    "description": "The same run, running again.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      },
                      "Location": {
                        "description": "Where it stands.",
                        "schema": {
                          "type": "string",
                          "format": "uri-reference"
                        }
                      },
                      "Retry-After": {
                        "$ref": "#/components/headers/RetryAfter"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/Run"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "409": {
                    "$ref": "#/components/responses/Conflict"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/install-runs/{id}/cancel": {
              "post": {
                "operationId": "cancelRun",
                "tags": [
                  "Runs"
                ],
                "summary": "End a run's open targets",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/runId"
                  },
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "responses": {
                  "202": {
                    "description": "The run; a target that is writing right now finishes its step first.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      },
                      "Location": {
                        "description": "Where it stands.",
                        "schema": {
                          "type": "string",
                          "format": "uri-reference"
                        }
                      },
                      "Retry-After": {
                        "$ref": "#/components/headers/RetryAfter"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/Run"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "409": {
                    "$ref": "#/components/responses/Conflict"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/install-runs/{id}/rollback": {
              "post": {
                "operationId": "rollbackRun",
                "tags": [
                  "Runs"
                ],
                "summary": "Start a run that undoes what another did",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/runId"
                  },
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/ReasonRequest"
                      }
                    }
                  }
                },
                "responses": {
                  "202": {
                    "description": "The new run.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      },
                      "Location": {
                        "description": "Where it stands.",
                        "schema": {
                          "type": "string",
                          "format": "uri-reference"
                        }
                      },
                      "Retry-After": {
                        "$ref": "#/components/headers/RetryAfter"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/Run"
                        }
                      }
                    }
                  },
                  "400": {
                    "$ref": "#/components/responses/MalformedRequest"
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "409": {
                    "$ref": "#/components/responses/Conflict"
                  },
                  "413": {
                    "$ref": "#/components/responses/PayloadTooLarge"
                  },
                  "415": {
                    "$ref": "#/components/responses/UnsupportedMediaType"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/install-runs/{id}/approve": {
              "post": {
                "operationId": "approveRun",
                "tags": [
                  "Runs"
                ],
                "summary": "Let a run's waiting targets begin",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/runId"
                  },
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/ApprovalRequest"
                      }
                    }
                  }
                },
                "responses": {
                  "202": {
                    "description": "The run; one that was approved already stays as it is.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      },
                      "Location": {
                        "description": "Where it stands.",
                        "schema": {
                          "type": "string",
                          "format": "uri-reference"
                        }
                      },
                      "Retry-After": {
                        "$ref": "#/components/headers/RetryAfter"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/Run"
                        }
                      }
                    }
                  },
                  "400": {
                    "$ref": "#/components/responses/MalformedRequest"
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "409": {
                    "$ref": "#/components/responses/Conflict"
                  },
                  "413": {
                    "$ref": "#/components/responses/PayloadTooLarge"
                  },
                  "415": {
                    "$ref": "#/components/responses/UnsupportedMediaType"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/install-runs/{id}/refuse": {
              "post": {
                "operationId": "refuseRun",
                "tags": [
                  "Runs"
                ],
                "summary": "End a run's waiting targets",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/runId"
                  },
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/RefusalRequest"
                      }
                    }
                  }
                },
                "responses": {
                  "202": {
                    "description": "The run; one that was refused already stays as it is.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      },
                      "Location": {
                        "description": "Where it stands.",
                        "schema": {
                          "type": "string",
                          "format": "uri-reference"
                        }
                      },
                      "Retry-After": {
                        "$ref": "#/components/headers/RetryAfter"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/Run"
                        }
                      }
                    }
                  },
                  "400": {
                    "$ref": "#/components/responses/MalformedRequest"
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "409": {
                    "$ref": "#/components/responses/Conflict"
                  },
                  "413": {
                    "$ref": "#/components/responses/PayloadTooLarge"
                  },
                  "415": {
                    "$ref": "#/components/responses/UnsupportedMediaType"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/install-runs/{id}/release-wave": {
              "post": {
                "operationId": "releaseWave",
                "tags": [
                  "Runs"
                ],
                "summary": "Begin the next wave of a run",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/runId"
                  },
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/WaveReleaseRequest"
                      }
                    }
                  }
                },
                "responses": {
                  "202": {
                    "description": "The run; a wave that has begun already stays as it is.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      },
                      "Location": {
                        "description": "Where it stands.",
                        "schema": {
                          "type": "string",
                          "format": "uri-reference"
                        }
                      },
                      "Retry-After": {
                        "$ref": "#/components/headers/RetryAfter"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/Run"
                        }
                      }
                    }
                  },
                  "400": {
                    "$ref": "#/components/responses/MalformedRequest"
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "409": {
                    "$ref": "#/components/responses/Conflict"
                  },
                  "413": {
                    "$ref": "#/components/responses/PayloadTooLarge"
                  },
                  "415": {
                    "$ref": "#/components/responses/UnsupportedMediaType"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/install-runs/{id}/stop-waves": {
              "post": {
                "operationId": "stopWaves",
                "tags": [
                  "Runs"
                ],
                "summary": "Stop the waves of a run",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/runId"
                  },
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/ReasonRequest"
                      }
                    }
                  }
                },
                "responses": {
                  "202": {
                    "description": "The run; it is rolled back where it was started so.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      },
                      "Location": {
                        "description": "Where it stands.",
                        "schema": {
                          "type": "string",
                          "format": "uri-reference"
                        }
                      },
                      "Retry-After": {
                        "$ref": "#/components/headers/RetryAfter"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/Run"
                        }
                      }
                    }
                  },
                  "400": {
                    "$ref": "#/components/responses/MalformedRequest"
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "409": {
                    "$ref": "#/components/responses/Conflict"
                  },
                  "413": {
                    "$ref": "#/components/responses/PayloadTooLarge"
                  },
                  "415": {
                    "$ref": "#/components/responses/UnsupportedMediaType"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/install-runs/{id}/evidence": {
              "get": {
                "operationId": "getRunEvidence",
                "tags": [
                  "Runs"
                ],
                "summary": "Download what proves what a run did",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/runId"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "A zip that `skillyard evidence verify` checks without a server.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      },
                      "Content-Disposition": {
                        "description": "The file's name.",
                        "schema": {
                          "type": "string"
                        }
                      }
                    },
                    "content": {
                      "application/zip": {}
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "409": {
                    "$ref": "#/components/responses/Conflict"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/installations": {
              "get": {
                "operationId": "listInstallations",
                "tags": [
                  "Runs"
                ],
                "summary": "List what is installed now",
                "parameters": [
                  {
                    "name": "skill",
                    "in": "query",
                    "required": false,
                    "description": "Only those of this skill.",
                    "schema": {
                      "$ref": "#/components/schemas/SkillName"
                    }
                  },
                  {
                    "name": "provider",
                    "in": "query",
                    "required": false,
                    "description": "Only those on this provider.",
                    "schema": {
                      "$ref": "#/components/schemas/ProviderID"
                    }
                  },
                  {
                    "$ref": "#/components/parameters/limit"
                  },
                  {
                    "$ref": "#/components/parameters/cursor"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "A page of installations.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/InstallationPage"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/desired-state": {
              "get": {
                "operationId": "getDesiredState",
                "tags": [
                  "Runs"
                ],
                "summary": "Write down what stands now as a desired state",
                "responses": {
                  "200": {
                    "description": "What stands.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/DesiredState"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/desired-state/plan": {
              "post": {
                "operationId": "planDesiredState",
                "tags": [
                  "Runs"
                ],
                "summary": "Show how what stands becomes what is desired",
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/DesiredStateRequest"
                      }
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "The plan.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/DesiredStatePlan"
                        }
                      }
                    }
                  },
                  "400": {
                    "$ref": "#/components/responses/MalformedRequest"
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "409": {
                    "$ref": "#/components/responses/Conflict"
                  },
                  "413": {
                    "$ref": "#/components/responses/PayloadTooLarge"
                  },
                  "415": {
                    "$ref": "#/components/responses/UnsupportedMediaType"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/overview": {
              "get": {
                "operationId": "getOverview",
                "tags": [
                  "Overview"
                ],
                "summary": "How everything does",
                "parameters": [
                  {
                    "name": "range",
                    "in": "query",
                    "required": false,
                    "description": "How far to look back.",
                    "schema": {
                      "$ref": "#/components/schemas/OverviewRange",
                      "default": "24h"
                    }
                  },
                  {
                    "name": "status",
                    "in": "query",
                    "required": false,
                    "description": "Only runs in this state.",
                    "schema": {
                      "$ref": "#/components/schemas/RunStatus"
                    }
                  },
                  {
                    "name": "provider",
                    "in": "query",
                    "required": false,
                    "description": "Only runs with a target there, and of targets only those there.",
                    "schema": {
                      "$ref": "#/components/schemas/ProviderID"
                    }
                  },
                  {
                    "name": "skill",
                    "in": "query",
                    "required": false,
                    "description": "Only runs with this skill, and of targets only those of it.",
                    "schema": {
                      "$ref": "#/components/schemas/SkillName"
                    }
                  },
                  {
                    "name": "kind",
                    "in": "query",
                    "required": false,
                    "description": "Only runs of this kind.",
                    "schema": {
                      "$ref": "#/components/schemas/RunKind"
                    }
                  },
                  {
                    "name": "requested_by",
                    "in": "query",
                    "required": false,
                    "description": "Only runs somebody asked for.",
                    "schema": {
                      "type": "string",
                      "maxLength": 200,
                      "pattern": "^[^\\u0000-\\u001f\\u007f]*$"
                    }
                  },
                  {
                    "name": "source",
                    "in": "query",
                    "required": false,
                    "description": "Only runs through this front door.",
                    "schema": {
                      "$ref": "#/components/schemas/CommandSource"
                    }
                  }
                ],
                "responses": {
                  "200": {
                    "description": "What stands open, and how runs ended lately; at most two seconds old.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/Overview"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/matrix": {
              "get": {
                "operationId": "getMatrix",
                "tags": [
                  "Overview"
                ],
                "summary": "Where skills stand on every provider",
                "parameters": [
                  {
                    "name": "q",
                    "in": "query",
                    "required": false,
                    "description": "Part of the name, description, tags or body; any length, any language.",
                    "schema": {
                      "type": "string",
                      "maxLength": 200,
                      "pattern": "^[^\\u0000-\\u001f\\u007f]*$"
                    }
                  },
                  {
                    "name": "provider",
                    "in": "query",
                    "required": false,
                    "description": "Only those installed there now.",
                    "schema": {
                      "$ref": "#/components/schemas/ProviderID"
                    }
                  },
                  {
                    "name": "state",
                    "in": "query",
                    "required": false,
                    "description": "Only those in this state.",
                    "schema": {
                      "$ref": "#/components/schemas/SkillState"
                    }
                  },
                  {
                    "name": "tag",
                    "in": "query",
                    "required": false,
                    "description": "Only those with this tag.",
                    "schema": {
                      "type": "string",
                      "maxLength": 64,
                      "pattern": "^[^\\u0000-\\u001f\\u007f]*$"
                    }
                  },
                  {
                    "name": "owner",
                    "in": "query",
                    "required": false,
                    "description": "Only those of this owner.",
                    "schema": {
                      "type": "string",
                      "maxLength": 200,
                      "pattern": "^[^\\u0000-\\u001f\\u007f]*$"
                    }
                  },
                  {
                    "name": "order",
                    "in": "query",
                    "required": false,
                    "description": "The order of the list.",
                    "schema": {
                      "type": "string",
                      "enum": [
                        "name",
                        "newest",
                        "updated"
                      ],
                      "default": "name"
                    }
                  },
                  {
                    "$ref": "#/components/parameters/limit"
                  },
                  {
                    "$ref": "#/components/parameters/cursor"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "A page of skills, in the order and with the filters of the list of skills.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/MatrixPage"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/alerts": {
              "get": {
                "operationId": "listAlerts",
                "tags": [
                  "Alerts"
                ],
                "summary": "List alerts, newest first",
                "parameters": [
                  {
                    "name": "state",
                    "in": "query",
                    "required": false,
                    "description": "Only those in this state.",
                    "schema": {
                      "$ref": "#/components/schemas/AlertState"
                    }
                  },
                  {
                    "name": "rule",
                    "in": "query",
                    "required": false,
                    "description": "Only those of this rule.",
                    "schema": {
                      "$ref": "#/components/schemas/AlertRuleID"
                    }
                  },
                  {
                    "name": "provider",
                    "in": "query",
                    "required": false,
                    "description": "Only those about this provider.",
                    "schema": {
                      "$ref": "#/components/schemas/ProviderID"
                    }
                  },
                  {
                    "$ref": "#/components/parameters/limit"
                  },
                  {
                    "$ref": "#/components/parameters/cursor"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "A page of alerts.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/AlertPage"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/alerts/{id}": {
              "get": {
                "operationId": "getAlert",
                "tags": [
                  "Alerts"
                ],
                "summary": "Read an alert",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/alertId"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "The alert.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/Alert"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/alerts/{id}/acknowledge": {
              "post": {
                "operationId": "acknowledgeAlert",
                "tags": [
                  "Alerts"
                ],
                "summary": "Say that somebody looks after an alert",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/alertId"
                  },
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/AlertAcknowledgement"
                      }
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "The alert; it is not told again, and still recovers by itself.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/Alert"
                        }
                      }
                    }
                  },
                  "400": {
                    "$ref": "#/components/responses/MalformedRequest"
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "409": {
                    "$ref": "#/components/responses/Conflict"
                  },
                  "413": {
                    "$ref": "#/components/responses/PayloadTooLarge"
                  },
                  "415": {
                    "$ref": "#/components/responses/UnsupportedMediaType"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/alerts/{id}/snooze": {
              "post": {
                "operationId": "snoozeAlert",
                "tags": [
                  "Alerts"
                ],
                "summary": "Have an alert not told again for a time",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/alertId"
                  },
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/AlertSnooze"
                      }
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "The alert.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/Alert"
                        }
                      }
                    }
                  },
                  "400": {
                    "$ref": "#/components/responses/MalformedRequest"
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "409": {
                    "$ref": "#/components/responses/Conflict"
                  },
                  "413": {
                    "$ref": "#/components/responses/PayloadTooLarge"
                  },
                  "415": {
                    "$ref": "#/components/responses/UnsupportedMediaType"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/alert-rules": {
              "get": {
                "operationId": "listAlertRules",
                "tags": [
                  "Alerts"
                ],
                "summary": "List the alert rules",
                "responses": {
                  "200": {
                    "description": "All of them, by id.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/AlertRulePage"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/alert-rules/dry-run": {
              "post": {
                "operationId": "dryRunAlertRule",
                "tags": [
                  "Alerts"
                ],
                "summary": "Say when a rule would have fired",
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/AlertDryRunRequest"
                      }
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "When it would have fired.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/AlertDryRun"
                        }
                      }
                    }
                  },
                  "400": {
                    "$ref": "#/components/responses/MalformedRequest"
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "413": {
                    "$ref": "#/components/responses/PayloadTooLarge"
                  },
                  "415": {
                    "$ref": "#/components/responses/UnsupportedMediaType"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/alert-rules/{id}": {
              "get": {
                "operationId": "getAlertRule",
                "tags": [
                  "Alerts"
                ],
                "summary": "Read an alert rule",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/alertRuleId"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "The rule.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      },
                      "ETag": {
                        "$ref": "#/components/headers/Revision"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/AlertRule"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "put": {
                "operationId": "putAlertRule",
                "tags": [
                  "Alerts"
                ],
                "summary": "Create an alert rule or replace its settings",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/alertRuleId"
                  },
                  {
                    "$ref": "#/components/parameters/ifMatchOrNone"
                  },
                  {
                    "$ref": "#/components/parameters/ifNoneMatch"
                  },
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/AlertRuleSettingsInput"
                      }
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "It was replaced.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      },
                      "Location": {
                        "description": "Where it stands.",
                        "schema": {
                          "type": "string",
                          "format": "uri-reference"
                        }
                      },
                      "ETag": {
                        "$ref": "#/components/headers/Revision"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/AlertRule"
                        }
                      }
                    }
                  },
                  "201": {
                    "description": "It is new.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      },
                      "Location": {
                        "description": "Where it stands.",
                        "schema": {
                          "type": "string",
                          "format": "uri-reference"
                        }
                      },
                      "ETag": {
                        "$ref": "#/components/headers/Revision"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/AlertRule"
                        }
                      }
                    }
                  },
                  "400": {
                    "$ref": "#/components/responses/MalformedRequest"
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "412": {
                    "$ref": "#/components/responses/PreconditionFailed"
                  },
                  "413": {
                    "$ref": "#/components/responses/PayloadTooLarge"
                  },
                  "415": {
                    "$ref": "#/components/responses/UnsupportedMediaType"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "428": {
                    "$ref": "#/components/responses/PreconditionRequired"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "delete": {
                "operationId": "removeAlertRule",
                "tags": [
                  "Alerts"
                ],
                "summary": "Remove an alert rule and end its alerts",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/alertRuleId"
                  },
                  {
                    "$ref": "#/components/parameters/ifMatch"
                  },
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "The rule as it was.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/AlertRule"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "412": {
                    "$ref": "#/components/responses/PreconditionFailed"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "428": {
                    "$ref": "#/components/responses/PreconditionRequired"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/failures": {
              "get": {
                "operationId": "listFailures",
                "tags": [
                  "Alerts"
                ],
                "summary": "List failures that nobody has dealt with, by cause",
                "parameters": [
                  {
                    "name": "limit",
                    "in": "query",
                    "required": false,
                    "description": "How many of the newest failed targets are looked at.",
                    "schema": {
                      "type": "integer",
                      "minimum": 1,
                      "maximum": 10000,
                      "default": 10000
                    }
                  }
                ],
                "responses": {
                  "200": {
                    "description": "The groups, the largest first.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/FailureInbox"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/failures/acknowledge": {
              "post": {
                "operationId": "acknowledgeFailures",
                "tags": [
                  "Alerts"
                ],
                "summary": "Say that nothing is to be done about the failures of a cause",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/FailureAcknowledgementRequest"
                      }
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "How many targets that were.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/FailureAcknowledgement"
                        }
                      }
                    }
                  },
                  "400": {
                    "$ref": "#/components/responses/MalformedRequest"
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "413": {
                    "$ref": "#/components/responses/PayloadTooLarge"
                  },
                  "415": {
                    "$ref": "#/components/responses/UnsupportedMediaType"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/failures/retry": {
              "post": {
                "operationId": "retryFailures",
                "tags": [
                  "Alerts"
                ],
                "summary": "Put the open failed targets of a cause back to work",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/FailureRetryRequest"
                      }
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "How many targets went back to work, and how many did not and why.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/FailureRetry"
                        }
                      }
                    }
                  },
                  "400": {
                    "$ref": "#/components/responses/MalformedRequest"
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "409": {
                    "$ref": "#/components/responses/Conflict"
                  },
                  "413": {
                    "$ref": "#/components/responses/PayloadTooLarge"
                  },
                  "415": {
                    "$ref": "#/components/responses/UnsupportedMediaType"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/channels": {
              "get": {
                "operationId": "listChannels",
                "tags": [
                  "Channels"
                ],
                "summary": "List the channels",
                "responses": {
                  "200": {
                    "description": "All of them, by id.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/ChannelPage"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/channels/{id}": {
              "get": {
                "operationId": "getChannel",
                "tags": [
                  "Channels"
                ],
                "summary": "Read a channel",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/channelId"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "The channel.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      },
                      "ETag": {
                        "$ref": "#/components/headers/Revision"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/Channel"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "put": {
                "operationId": "putChannel",
                "tags": [
                  "Channels"
                ],
                "summary": "Create a channel or replace its settings",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/channelId"
                  },
                  {
                    "$ref": "#/components/parameters/ifMatchOrNone"
                  },
                  {
                    "$ref": "#/components/parameters/ifNoneMatch"
                  },
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/ChannelChange"
                      }
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "It was replaced.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      },
                      "Location": {
                        "description": "Where it stands.",
                        "schema": {
                          "type": "string",
                          "format": "uri-reference"
                        }
                      },
                      "ETag": {
                        "$ref": "#/components/headers/Revision"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/SavedChannel"
                        }
                      }
                    }
                  },
                  "201": {
                    "description": "It is new.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      },
                      "Location": {
                        "description": "Where it stands.",
                        "schema": {
                          "type": "string",
                          "format": "uri-reference"
                        }
                      },
                      "ETag": {
                        "$ref": "#/components/headers/Revision"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/SavedChannel"
                        }
                      }
                    }
                  },
                  "400": {
                    "$ref": "#/components/responses/MalformedRequest"
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "409": {
                    "$ref": "#/components/responses/Conflict"
                  },
                  "412": {
                    "$ref": "#/components/responses/PreconditionFailed"
                  },
                  "413": {
                    "$ref": "#/components/responses/PayloadTooLarge"
                  },
                  "415": {
                    "$ref": "#/components/responses/UnsupportedMediaType"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "428": {
                    "$ref": "#/components/responses/PreconditionRequired"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "delete": {
                "operationId": "removeChannel",
                "tags": [
                  "Channels"
                ],
                "summary": "Remove a channel and what it had still to tell",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/channelId"
                  },
                  {
                    "$ref": "#/components/parameters/ifMatch"
                  },
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "The channel as it was.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/Channel"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "412": {
                    "$ref": "#/components/responses/PreconditionFailed"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "428": {
                    "$ref": "#/components/responses/PreconditionRequired"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/channels/{id}/test": {
              "post": {
                "operationId": "testChannel",
                "tags": [
                  "Channels"
                ],
                "summary": "Send a test through a channel",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/channelId"
                  },
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "What became of it.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/Delivery"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "409": {
                    "$ref": "#/components/responses/Conflict"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/deliveries": {
              "get": {
                "operationId": "listDeliveries",
                "tags": [
                  "Channels"
                ],
                "summary": "List what was told, newest first",
                "parameters": [
                  {
                    "name": "channel",
                    "in": "query",
                    "required": false,
                    "description": "Only those of this channel.",
                    "schema": {
                      "$ref": "#/components/schemas/ChannelID"
                    }
                  },
                  {
                    "name": "alert",
                    "in": "query",
                    "required": false,
                    "description": "Only those of this alert.",
                    "schema": {
                      "$ref": "#/components/schemas/UUID"
                    }
                  },
                  {
                    "name": "state",
                    "in": "query",
                    "required": false,
                    "description": "Only those in this state.",
                    "schema": {
                      "$ref": "#/components/schemas/DeliveryState"
                    }
                  },
                  {
                    "$ref": "#/components/parameters/limit"
                  },
                  {
                    "$ref": "#/components/parameters/cursor"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "A page of deliveries.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/DeliveryPage"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/deliveries/{id}/replay": {
              "post": {
                "operationId": "replayDelivery",
                "tags": [
                  "Channels"
                ],
                "summary": "Send it again",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/deliveryId"
                  },
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "The delivery, to be sent from now on.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/Delivery"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "409": {
                    "$ref": "#/components/responses/Conflict"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/drift": {
              "get": {
                "operationId": "listDrift",
                "tags": [
                  "Drift"
                ],
                "summary": "List where providers do not hold what the ledger says, newest first",
                "parameters": [
                  {
                    "name": "provider",
                    "in": "query",
                    "required": false,
                    "description": "Only there.",
                    "schema": {
                      "$ref": "#/components/schemas/ProviderID"
                    }
                  },
                  {
                    "name": "skill",
                    "in": "query",
                    "required": false,
                    "description": "Only of this skill.",
                    "schema": {
                      "type": "string",
                      "minLength": 1,
                      "maxLength": 256
                    }
                  },
                  {
                    "name": "state",
                    "in": "query",
                    "required": false,
                    "description": "Those that are open, unless said otherwise.",
                    "schema": {
                      "type": "string",
                      "enum": [
                        "open",
                        "resolved",
                        "all"
                      ],
                      "default": "open"
                    }
                  },
                  {
                    "$ref": "#/components/parameters/limit"
                  },
                  {
                    "$ref": "#/components/parameters/cursor"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "A page of findings.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/DriftFindingPage"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              }
            },
            "/api/drift/checks": {
              "get": {
                "operationId": "listDriftChecks",
                "tags": [
                  "Drift"
                ],
                "summary": "List how the last look at each provider went",
                "responses": {
                  "200": {
                    "description": "One for each provider.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/DriftCheckPage"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "post": {
                "operationId": "checkDrift",
                "tags": [
                  "Drift"
                ],
                "summary": "Ask for a look at what a provider holds",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/DriftCheckRequest"
                      }
                    }
                  }
                },
                "responses": {
                  "202": {
                    "description": "It begins as soon as a node comes to it.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/DriftCheck"
                        }
                      }
                    }
                  },
                  "400": {
                    "$ref": "#/components/responses/MalformedRequest"
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "409": {
                    "$ref": "#/components/responses/Conflict"
                  },
                  "413": {
                    "$ref": "#/components/responses/PayloadTooLarge"
                  },
                  "415": {
                    "$ref": "#/components/responses/UnsupportedMediaType"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              }
            },
            "/api/drift/repair": {
              "post": {
                "operationId": "planDriftRepair",
                "tags": [
                  "Drift"
                ],
                "summary": "Plan what would put a provider right",
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/DriftRepairRequest"
                      }
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "Runs to be started, each with its plan.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/DriftRepair"
                        }
                      }
                    }
                  },
                  "400": {
                    "$ref": "#/components/responses/MalformedRequest"
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "413": {
                    "$ref": "#/components/responses/PayloadTooLarge"
                  },
                  "415": {
                    "$ref": "#/components/responses/UnsupportedMediaType"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              }
            },
            "/api/drift/{id}/accept": {
              "post": {
                "operationId": "acceptDrift",
                "tags": [
                  "Drift"
                ],
                "summary": "Have the ledger take over what stands at a provider",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/findingId"
                  },
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/DriftAcceptance"
                      }
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "The finding, resolved.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/DriftFinding"
                        }
                      }
                    }
                  },
                  "400": {
                    "$ref": "#/components/responses/MalformedRequest"
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "409": {
                    "$ref": "#/components/responses/Conflict"
                  },
                  "413": {
                    "$ref": "#/components/responses/PayloadTooLarge"
                  },
                  "415": {
                    "$ref": "#/components/responses/UnsupportedMediaType"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              }
            },
            "/api/chat-ops": {
              "post": {
                "operationId": "sayChat",
                "tags": [
                  "Chat"
                ],
                "summary": "Say a line",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/ChatMessage"
                      }
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "What was understood, and the answer. A change waits for its confirmation.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/ChatTurn"
                        }
                      }
                    }
                  },
                  "400": {
                    "$ref": "#/components/responses/MalformedRequest"
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "413": {
                    "$ref": "#/components/responses/PayloadTooLarge"
                  },
                  "415": {
                    "$ref": "#/components/responses/UnsupportedMediaType"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/chat-ops/threads": {
              "get": {
                "operationId": "listChatThreads",
                "tags": [
                  "Chat"
                ],
                "summary": "List one's own threads, the one that was used last first",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/limit"
                  },
                  {
                    "$ref": "#/components/parameters/cursor"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "A page of threads.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/ChatThreadPage"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/chat-ops/threads/{id}": {
              "get": {
                "operationId": "getChatThread",
                "tags": [
                  "Chat"
                ],
                "summary": "Read a thread of one's own",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/chatThreadId"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "Its newest turns, oldest first; the runs in them as they are now.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/ChatThread"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/chat-ops/commands": {
              "get": {
                "operationId": "listChatCommands",
                "tags": [
                  "Chat"
                ],
                "summary": "List what can be said",
                "parameters": [
                  {
                    "name": "locale",
                    "in": "query",
                    "required": false,
                    "description": "The language of the words, sentences and examples; en without it.",
                    "schema": {
                      "$ref": "#/components/schemas/ChatLanguage"
                    }
                  }
                ],
                "responses": {
                  "200": {
                    "description": "What the caller may ask for, in an order to learn it in.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/ChatCommandPage"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/chat-ops/{id}/confirm": {
              "post": {
                "operationId": "confirmChat",
                "tags": [
                  "Chat"
                ],
                "summary": "Carry out what a turn proposed",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/chatTurnId"
                  },
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/ChatConfirmation"
                      }
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "The turn with what came of it; confirmed again, the same, and nothing is done twice.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/ChatTurn"
                        }
                      }
                    }
                  },
                  "400": {
                    "$ref": "#/components/responses/MalformedRequest"
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "409": {
                    "$ref": "#/components/responses/Conflict"
                  },
                  "413": {
                    "$ref": "#/components/responses/PayloadTooLarge"
                  },
                  "415": {
                    "$ref": "#/components/responses/UnsupportedMediaType"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/chat-ops/{id}/dismiss": {
              "post": {
                "operationId": "dismissChat",
                "tags": [
                  "Chat"
                ],
                "summary": "Withdraw what a turn proposed",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/chatTurnId"
                  },
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "The turn; what is over already stays as it is.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/ChatTurn"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/events": {
              "get": {
                "operationId": "streamEvents",
                "tags": [
                  "Events"
                ],
                "summary": "Follow everything that happens",
                "parameters": [
                  {
                    "name": "last_event_id",
                    "in": "query",
                    "required": false,
                    "description": "Begin just after this position; without it from now on.",
                    "schema": {
                      "type": "integer",
                      "minimum": 0,
                      "maximum": 9223372036854775807
                    }
                  },
                  {
                    "name": "Last-Event-ID",
                    "in": "header",
                    "required": false,
                    "description": "The same; counts before the query.",
                    "schema": {
                      "type": "string",
                      "pattern": "^[0-9]{1,18}$"
                    }
                  }
                ],
                "responses": {
                  "200": {
                    "description": "Server-sent events: `id` is the position, `event` the kind or `resync`, `data` an Event or a Resync; a comment every 15 seconds.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "text/event-stream": {
                        "schema": {
                          "type": "string"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/audit": {
              "get": {
                "operationId": "listAudit",
                "tags": [
                  "Audit"
                ],
                "summary": "List audit entries, newest first",
                "parameters": [
                  {
                    "name": "actor",
                    "in": "query",
                    "required": false,
                    "description": "Only what this actor did.",
                    "schema": {
                      "type": "string",
                      "maxLength": 200,
                      "pattern": "^[^\\u0000-\\u001f\\u007f]*$"
                    }
                  },
                  {
                    "name": "action",
                    "in": "query",
                    "required": false,
                    "description": "Only this action.",
                    "schema": {
                      "type": "string",
                      "maxLength": 100,
                      "pattern": "^[^\\u0000-\\u001f\\u007f]*$"
                    }
                  },
                  {
                    "name": "subject",
                    "in": "query",
                    "required": false,
                    "description": "Only what was done to this.",
                    "schema": {
                      "type": "string",
                      "maxLength": 200,
                      "pattern": "^[^\\u0000-\\u001f\\u007f]*$"
                    }
                  },
                  {
                    "name": "after",
                    "in": "query",
                    "required": false,
                    "description": "Only what happened after this time.",
                    "schema": {
                      "type": "string",
                      "format": "date-time"
                    }
                  },
                  {
                    "$ref": "#/components/parameters/limit"
                  },
                  {
                    "$ref": "#/components/parameters/cursor"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "A page of entries: everybody's for administrators and auditors, the caller's own for others.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/AuditEntryPage"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/audit/verification": {
              "get": {
                "operationId": "verifyAudit",
                "tags": [
                  "Audit"
                ],
                "summary": "Check that the audit log is whole",
                "responses": {
                  "200": {
                    "description": "The finding, also when it is not.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/AuditVerification"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/audit/checkpoints": {
              "get": {
                "operationId": "listAuditCheckpoints",
                "tags": [
                  "Audit"
                ],
                "summary": "List the signed checkpoints of the audit log, newest first",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/limit"
                  },
                  {
                    "$ref": "#/components/parameters/cursor"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "A page of checkpoints.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/AuditCheckpointPage"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/audit/checkpoints/{number}": {
              "get": {
                "operationId": "getAuditCheckpoint",
                "tags": [
                  "Audit"
                ],
                "summary": "Read a checkpoint",
                "parameters": [
                  {
                    "name": "number",
                    "in": "path",
                    "required": true,
                    "description": "The checkpoint's number.",
                    "schema": {
                      "type": "integer",
                      "minimum": 1
                    }
                  }
                ],
                "responses": {
                  "200": {
                    "description": "The checkpoint.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/AuditCheckpoint"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/audit/export": {
              "get": {
                "operationId": "exportAudit",
                "tags": [
                  "Audit"
                ],
                "summary": "Export the audit log with what proves it",
                "parameters": [
                  {
                    "name": "after",
                    "in": "query",
                    "required": false,
                    "description": "From this time on.",
                    "schema": {
                      "type": "string",
                      "format": "date-time"
                    }
                  },
                  {
                    "name": "before",
                    "in": "query",
                    "required": false,
                    "description": "Before this time.",
                    "schema": {
                      "type": "string",
                      "format": "date-time"
                    }
                  }
                ],
                "responses": {
                  "200": {
                    "description": "JSON Lines; the last line has the kind `end` when nothing is missing.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      },
                      "Content-Disposition": {
                        "description": "The file's name.",
                        "schema": {
                          "type": "string"
                        }
                      }
                    },
                    "content": {
                      "application/x-ndjson": {}
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/me": {
              "get": {
                "operationId": "getCaller",
                "tags": [
                  "Access"
                ],
                "summary": "Who is asking",
                "responses": {
                  "200": {
                    "description": "Who it is, and what may be asked for.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/Caller"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/me/password": {
              "put": {
                "operationId": "changePassword",
                "tags": [
                  "Access"
                ],
                "summary": "Change one's own password",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/PasswordChange"
                      }
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "A new session with its secret; every other has ended.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/IssuedSession"
                        }
                      }
                    }
                  },
                  "400": {
                    "$ref": "#/components/responses/MalformedRequest"
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "409": {
                    "$ref": "#/components/responses/Conflict"
                  },
                  "413": {
                    "$ref": "#/components/responses/PayloadTooLarge"
                  },
                  "415": {
                    "$ref": "#/components/responses/UnsupportedMediaType"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/setup": {
              "post": {
                "operationId": "setUp",
                "tags": [
                  "Access"
                ],
                "summary": "Make the first administrator's account",
                "security": [],
                "parameters": [
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/SetUpRequest"
                      }
                    }
                  }
                },
                "responses": {
                  "201": {
                    "description": "A session of the new account, with its secret.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/IssuedSession"
                        }
                      }
                    }
                  },
                  "400": {
                    "$ref": "#/components/responses/MalformedRequest"
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "409": {
                    "$ref": "#/components/responses/Conflict"
                  },
                  "413": {
                    "$ref": "#/components/responses/PayloadTooLarge"
                  },
                  "415": {
                    "$ref": "#/components/responses/UnsupportedMediaType"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/sessions": {
              "get": {
                "operationId": "listSessions",
                "tags": [
                  "Access"
                ],
                "summary": "List one's own sessions",
                "responses": {
                  "200": {
                    "description": "Those that have not ended, newest first.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/SessionPage"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "post": {
                "operationId": "createSession",
                "tags": [
                  "Access"
                ],
                "summary": "Sign in with a name and a password",
                "security": [],
                "parameters": [
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/SignInRequest"
                      }
                    }
                  }
                },
                "responses": {
                  "201": {
                    "description": "The session with its secret.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/IssuedSession"
                        }
                      }
                    }
                  },
                  "400": {
                    "$ref": "#/components/responses/MalformedRequest"
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "409": {
                    "$ref": "#/components/responses/Conflict"
                  },
                  "413": {
                    "$ref": "#/components/responses/PayloadTooLarge"
                  },
                  "415": {
                    "$ref": "#/components/responses/UnsupportedMediaType"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/sessions/current": {
              "delete": {
                "operationId": "endCurrentSession",
                "tags": [
                  "Access"
                ],
                "summary": "Sign out",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "How many sessions ended.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/SignedOut"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "409": {
                    "$ref": "#/components/responses/Conflict"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/sessions/{id}": {
              "delete": {
                "operationId": "endSession",
                "tags": [
                  "Access"
                ],
                "summary": "End one of one's own sessions",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/sessionId"
                  },
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "How many sessions ended.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/SignedOut"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "409": {
                    "$ref": "#/components/responses/Conflict"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/accounts": {
              "get": {
                "operationId": "listAccounts",
                "tags": [
                  "Access"
                ],
                "summary": "List accounts",
                "responses": {
                  "200": {
                    "description": "All of them, by name.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/AccountPage"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "post": {
                "operationId": "createAccount",
                "tags": [
                  "Access"
                ],
                "summary": "Make an account",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/AccountRequest"
                      }
                    }
                  }
                },
                "responses": {
                  "201": {
                    "description": "The account.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      },
                      "ETag": {
                        "description": "The revision, for `If-Match`.",
                        "schema": {
                          "type": "string"
                        }
                      },
                      "Location": {
                        "description": "Where it stands.",
                        "schema": {
                          "type": "string",
                          "format": "uri-reference"
                        }
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/Account"
                        }
                      }
                    }
                  },
                  "400": {
                    "$ref": "#/components/responses/MalformedRequest"
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "409": {
                    "$ref": "#/components/responses/Conflict"
                  },
                  "413": {
                    "$ref": "#/components/responses/PayloadTooLarge"
                  },
                  "415": {
                    "$ref": "#/components/responses/UnsupportedMediaType"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/accounts/{id}": {
              "get": {
                "operationId": "getAccount",
                "tags": [
                  "Access"
                ],
                "summary": "Show an account",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/accountId"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "The account.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      },
                      "ETag": {
                        "description": "The revision, for `If-Match`.",
                        "schema": {
                          "type": "string"
                        }
                      },
                      "Location": {
                        "description": "Where it stands.",
                        "schema": {
                          "type": "string",
                          "format": "uri-reference"
                        }
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/Account"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "patch": {
                "operationId": "changeAccount",
                "tags": [
                  "Access"
                ],
                "summary": "Change an account",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/accountId"
                  },
                  {
                    "$ref": "#/components/parameters/ifMatch"
                  },
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/AccountChange"
                      }
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "The account as it is now.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      },
                      "ETag": {
                        "description": "The revision, for `If-Match`.",
                        "schema": {
                          "type": "string"
                        }
                      },
                      "Location": {
                        "description": "Where it stands.",
                        "schema": {
                          "type": "string",
                          "format": "uri-reference"
                        }
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/Account"
                        }
                      }
                    }
                  },
                  "400": {
                    "$ref": "#/components/responses/MalformedRequest"
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "409": {
                    "$ref": "#/components/responses/Conflict"
                  },
                  "412": {
                    "$ref": "#/components/responses/PreconditionFailed"
                  },
                  "413": {
                    "$ref": "#/components/responses/PayloadTooLarge"
                  },
                  "415": {
                    "$ref": "#/components/responses/UnsupportedMediaType"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "428": {
                    "$ref": "#/components/responses/PreconditionRequired"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/accounts/{id}/sign-out": {
              "post": {
                "operationId": "signOutAccount",
                "tags": [
                  "Access"
                ],
                "summary": "End every session of an account",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/accountId"
                  },
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "How many sessions ended.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/SignedOut"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "409": {
                    "$ref": "#/components/responses/Conflict"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/tokens": {
              "get": {
                "operationId": "listTokens",
                "tags": [
                  "Access"
                ],
                "summary": "List API tokens",
                "responses": {
                  "200": {
                    "description": "Everybody's for administrators, the caller's own for others, without their secrets.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/TokenPage"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "post": {
                "operationId": "createToken",
                "tags": [
                  "Access"
                ],
                "summary": "Make an API token",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/TokenRequest"
                      }
                    }
                  }
                },
                "responses": {
                  "201": {
                    "description": "The token with its secret, which is shown this once.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/IssuedToken"
                        }
                      }
                    }
                  },
                  "400": {
                    "$ref": "#/components/responses/MalformedRequest"
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "409": {
                    "$ref": "#/components/responses/Conflict"
                  },
                  "413": {
                    "$ref": "#/components/responses/PayloadTooLarge"
                  },
                  "415": {
                    "$ref": "#/components/responses/UnsupportedMediaType"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            },
            "/api/tokens/{id}": {
              "delete": {
                "operationId": "revokeToken",
                "tags": [
                  "Access"
                ],
                "summary": "Revoke an API token",
                "parameters": [
                  {
                    "$ref": "#/components/parameters/tokenId"
                  },
                  {
                    "$ref": "#/components/parameters/ifMatch"
                  },
                  {
                    "$ref": "#/components/parameters/source"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "The revoked token.",
                    "headers": {
                      "X-Request-Id": {
                        "$ref": "#/components/headers/RequestId"
                      },
                      "ETag": {
                        "$ref": "#/components/headers/Revision"
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {
                          "$ref": "#/components/schemas/Token"
                        }
                      }
                    }
                  },
                  "401": {
                    "$ref": "#/components/responses/AuthenticationRequired"
                  },
                  "403": {
                    "$ref": "#/components/responses/PermissionDenied"
                  },
                  "404": {
                    "$ref": "#/components/responses/NotFound"
                  },
                  "406": {
                    "$ref": "#/components/responses/NotAcceptable"
                  },
                  "409": {
                    "$ref": "#/components/responses/Conflict"
                  },
                  "412": {
                    "$ref": "#/components/responses/PreconditionFailed"
                  },
                  "422": {
                    "$ref": "#/components/responses/Unprocessable"
                  },
                  "428": {
                    "$ref": "#/components/responses/PreconditionRequired"
                  },
                  "429": {
                    "$ref": "#/components/responses/RateLimited"
                  },
                  "500": {
                    "$ref": "#/components/responses/InternalError"
                  },
                  "503": {
                    "$ref": "#/components/responses/Unavailable"
                  }
                }
              },
              "parameters": [
                {
                  "$ref": "#/components/parameters/requestId"
                }
              ]
            }
          },
          "components": {
            "securitySchemes": {
              "bearer": {
                "type": "http",
                "scheme": "bearer",
                "description": "An API token."
              }
            },
            "headers": {
              "RequestId": {
                "description": "Ties the answer to the server's log.",
                "schema": {
                  "type": "string",
                  "pattern": "^[A-Za-z0-9._-]{1,128}$"
                }
              },
              "RetryAfter": {
                "description": "Seconds to wait before asking again.",
                "schema": {
                  "type": "integer",
                  "minimum": 0
                }
              },
              "Revision": {
                "description": "Tells this state from later ones; `If-Match` takes it. It is `updated_at` of a provider, and of others the time of the last of `created_at`, `yanked_at` and `revoked_at`, in quotes.",
                "schema": {
                  "type": "string"
                }
              },
              "RateLimit": {
                "description": "What is left of the caller's quota and the seconds until one more request may come (draft-ietf-httpapi-ratelimit-headers-10), on every answer that counts.",
                "schema": {
                  "type": "string",
                  "pattern": "^\"(caller|metrics|address)\";r=\\d+;t=\\d+$"
                }
              },
              "RateLimitPolicy": {
                "description": "The quota: by token or session (caller, and metrics for /metrics), or by address, in requests for so many seconds.",
                "schema": {
                  "type": "string",
                  "pattern": "^\"(caller|metrics|address)\";q=\\d+;w=60$"
                }
              }
            },
            "parameters": {
              "limit": {
                "name": "limit",
                "in": "query",
                "required": false,
                "description": "How many items a page has at most.",
                "schema": {
                  "type": "integer",
                  "minimum": 1,
                  "maximum": 200,
                  "default": 50
                }
              },
              "cursor": {
                "name": "cursor",
                "in": "query",
                "required": false,
                "description": "`next_cursor` of the page before.",
                "schema": {
                  "type": "string",
                  "maxLength": 512,
                  "pattern": "^[^\\u0000-\\u001f\\u007f]*$"
                }
              },
              "skillName": {
                "name": "name",
                "in": "path",
                "required": true,
                "description": "The skill's name.",
                "schema": {
                  "$ref": "#/components/schemas/SkillName"
                }
              },
              "versionNumber": {
                "name": "number",
                "in": "path",
                "required": true,
                "description": "The version.",
                "schema": {
                  "$ref": "#/components/schemas/VersionNumber"
                }
              },
              "providerId": {
                "name": "id",
                "in": "path",
                "required": true,
                "description": "The provider's id.",
                "schema": {
                  "$ref": "#/components/schemas/ProviderID"
                }
              },
              "runId": {
                "name": "id",
                "in": "path",
                "required": true,
                "description": "The run's id.",
                "schema": {
                  "$ref": "#/components/schemas/UUID"
                }
              },
              "tokenId": {
                "name": "id",
                "in": "path",
                "required": true,
                "description": "The token's id.",
                "schema": {
                  "$ref": "#/components/schemas/UUID"
                }
              },
              "waiverId": {
                "name": "id",
                "in": "path",
                "required": true,
                "description": "The waiver's id.",
                "schema": {
                  "$ref": "#/components/schemas/UUID"
                }
              },
              "idempotencyKey": {
                "name": "Idempotency-Key",
                "in": "header",
                "required": false,
                "description": "With a key, the same request again gets the same answer.",
                "schema": {
                  "type": "string",
                  "minLength": 1,
                  "maxLength": 255,
                  "pattern": "^[!-~]+$"
                }
              },
              "source": {
                "name": "X-Skillyard-Source",
                "in": "header",
                "required": false,
                "description": "The front door the command came through.",
                "schema": {
                  "type": "string",
                  "enum": [
                    "api",
                    "cli",
                    "web",
                    "chat"
                  ],
                  "description": "The front door a command came through.",
                  "default": "api"
                }
              },
              "requestId": {
                "name": "X-Request-Id",
                "in": "header",
                "required": false,
                "description": "The caller's own id of the request: taken over when it has 1 to 128 of A-Z, a-z, 0-9, dot, underscore and hyphen. Without it, the trace id of a valid traceparent (W3C Trace Context) is taken.",
                "schema": {
                  "type": "string"
                }
              },
              "accountId": {
                "name": "id",
                "in": "path",
                "required": true,
                "description": "The account's id.",
                "schema": {
                  "$ref": "#/components/schemas/UUID"
                }
              },
              "sessionId": {
                "name": "id",
                "in": "path",
                "required": true,
                "description": "The session's id.",
                "schema": {
                  "$ref": "#/components/schemas/UUID"
                }
              },
              "ifMatch": {
                "name": "If-Match",
                "in": "header",
                "required": true,
                "description": "The `ETag` of the state that is to be changed, or `*` for whatever it is by now. Without it: 428.",
                "schema": {
                  "type": "string"
                }
              },
              "ifMatchOrNone": {
                "name": "If-Match",
                "in": "header",
                "required": false,
                "description": "The `ETag` of the state that is to be changed, or `*` for whatever it is by now. Without this and `If-None-Match`: 428.",
                "schema": {
                  "type": "string"
                }
              },
              "ifNoneMatch": {
                "name": "If-None-Match",
                "in": "header",
                "required": false,
                "description": "`*`: only if there is none yet.",
                "schema": {
                  "type": "string",
                  "enum": [
                    "*"
                  ]
                }
              },
              "alertId": {
                "name": "id",
                "in": "path",
                "required": true,
                "description": "The alert's id.",
                "schema": {
                  "$ref": "#/components/schemas/UUID"
                }
              },
              "alertRuleId": {
                "name": "id",
                "in": "path",
                "required": true,
                "description": "The rule's id.",
                "schema": {
                  "$ref": "#/components/schemas/AlertRuleID"
                }
              },
              "channelId": {
                "name": "id",
                "in": "path",
                "required": true,
                "description": "The channel's id.",
                "schema": {
                  "$ref": "#/components/schemas/ChannelID"
                }
              },
              "deliveryId": {
                "name": "id",
                "in": "path",
                "required": true,
                "description": "The delivery's id.",
                "schema": {
                  "$ref": "#/components/schemas/UUID"
                }
              },
              "findingId": {
                "name": "id",
                "in": "path",
                "required": true,
                "description": "The finding.",
                "schema": {
                  "$ref": "#/components/schemas/UUID"
                }
              },
              "chatTurnId": {
                "name": "id",
                "in": "path",
                "required": true,
                "description": "The turn's id.",
                "schema": {
                  "$ref": "#/components/schemas/UUID"
                }
              },
              "chatThreadId": {
                "name": "id",
                "in": "path",
                "required": true,
                "description": "The thread's id.",
                "schema": {
                  "$ref": "#/components/schemas/UUID"
                }
              }
            },
            "responses": {
              "MalformedRequest": {
                "description": "The request could not be read.",
                "headers": {
                  "X-Request-Id": {
                    "$ref": "#/components/headers/RequestId"
                  }
                },
                "content": {
                  "application/problem+json": {
                    "schema": {
                      "$ref": "#/components/schemas/Problem"
                    }
                  }
                }
              },
              "AuthenticationRequired": {
                "description": "No valid token came with the request.",
                "headers": {
                  "X-Request-Id": {
                    "$ref": "#/components/headers/RequestId"
                  },
                  "WWW-Authenticate": {
                    "description": "`Bearer`, with the realm.",
                    "schema": {
                      "type": "string"
                    }
                  }
                },
                "content": {
                  "application/problem+json": {
                    "schema": {
                      "$ref": "#/components/schemas/Problem"
                    }
                  }
                }
              },
              "PermissionDenied": {
                "description": "The caller's role or scope does not allow this; `detail` says what is missing, `errors` where.",
                "headers": {
                  "X-Request-Id": {
                    "$ref": "#/components/headers/RequestId"
                  }
                },
                "content": {
                  "application/problem+json": {
                    "schema": {
                      "$ref": "#/components/schemas/Problem"
                    }
                  }
                }
              },
              "NotFound": {
                "description": "There is no such thing.",
                "headers": {
                  "X-Request-Id": {
                    "$ref": "#/components/headers/RequestId"
                  }
                },
                "content": {
                  "application/problem+json": {
                    "schema": {
                      "$ref": "#/components/schemas/Problem"
                    }
                  }
                }
              },
              "NotAcceptable": {
                "description": "The Accept header excludes what the address answers with.",
                "headers": {
                  "X-Request-Id": {
                    "$ref": "#/components/headers/RequestId"
                  }
                },
                "content": {
                  "application/problem+json": {
                    "schema": {
                      "$ref": "#/components/schemas/Problem"
                    }
                  }
                }
              },
              "Conflict": {
                "description": "The state does not allow it now: conflict, nothing_to_retry, nothing_to_cancel, nothing_to_roll_back, plan_changed or idempotency_key_in_use.",
                "headers": {
                  "X-Request-Id": {
                    "$ref": "#/components/headers/RequestId"
                  },
                  "Retry-After": {
                    "$ref": "#/components/headers/RetryAfter"
                  }
                },
                "content": {
                  "application/problem+json": {
                    "schema": {
                      "$ref": "#/components/schemas/Problem"
                    }
                  }
                }
              },
              "PreconditionFailed": {
                "description": "It is not in the state that `If-Match` or `If-None-Match` asks for.",
                "headers": {
                  "X-Request-Id": {
                    "$ref": "#/components/headers/RequestId"
                  }
                },
                "content": {
                  "application/problem+json": {
                    "schema": {
                      "$ref": "#/components/schemas/Problem"
                    }
                  }
                }
              },
              "PayloadTooLarge": {
                "description": "The body is larger than allowed.",
                "headers": {
                  "X-Request-Id": {
                    "$ref": "#/components/headers/RequestId"
                  }
                },
                "content": {
                  "application/problem+json": {
                    "schema": {
                      "$ref": "#/components/schemas/Problem"
                    }
                  }
                }
              },
              "UnsupportedMediaType": {
                "description": "The body has a content type that is not taken here.",
                "headers": {
                  "X-Request-Id": {
                    "$ref": "#/components/headers/RequestId"
                  }
                },
                "content": {
                  "application/problem+json": {
                    "schema": {
                      "$ref": "#/components/schemas/Problem"
                    }
                  }
                }
              },
              "PreconditionRequired": {
                "description": "Neither `If-Match` nor, where something may be new, `If-None-Match` was sent.",
                "headers": {
                  "X-Request-Id": {
                    "$ref": "#/components/headers/RequestId"
                  }
                },
                "content": {
                  "application/problem+json": {
                    "schema": {
                      "$ref": "#/components/schemas/Problem"
                    }
                  }
                }
              },
              "Unprocessable": {
                "description": "The request has invalid values, each named in `errors`: validation_failed, invalid_skill, invalid_archive or idempotency_key_reused.",
                "headers": {
                  "X-Request-Id": {
                    "$ref": "#/components/headers/RequestId"
                  }
                },
                "content": {
                  "application/problem+json": {
                    "schema": {
                      "$ref": "#/components/schemas/Problem"
                    }
                  }
                }
              },
              "InternalError": {
                "description": "A defect on our side.",
                "headers": {
                  "X-Request-Id": {
                    "$ref": "#/components/headers/RequestId"
                  }
                },
                "content": {
                  "application/problem+json": {
                    "schema": {
                      "$ref": "#/components/schemas/Problem"
                    }
                  }
                }
              },
              "StorageFull": {
                "description": "The stored skills take as much as they may: storage_full.",
                "headers": {
                  "X-Request-Id": {
                    "$ref": "#/components/headers/RequestId"
                  }
                },
                "content": {
                  "application/problem+json": {
                    "schema": {
                      "$ref": "#/components/schemas/Problem"
                    }
                  }
                }
              },
              "Unavailable": {
                "description": "The service cannot do this right now.",
                "headers": {
                  "X-Request-Id": {
                    "$ref": "#/components/headers/RequestId"
                  },
                  "Retry-After": {
                    "$ref": "#/components/headers/RetryAfter"
                  }
                },
                "content": {
                  "application/problem+json": {
                    "schema": {
                      "$ref": "#/components/schemas/Problem"
                    }
                  }
                }
              },
              "RateLimited": {
                "description": "Too many requests or event streams of this caller, or too many wrong passwords: rate_limited. Nothing was looked at.",
                "headers": {
                  "X-Request-Id": {
                    "$ref": "#/components/headers/RequestId"
                  },
                  "Retry-After": {
                    "$ref": "#/components/headers/RetryAfter"
                  },
                  "RateLimit": {
                    "$ref": "#/components/headers/RateLimit"
                  },
                  "RateLimit-Policy": {
                    "$ref": "#/components/headers/RateLimitPolicy"
                  }
                },
                "content": {
                  "application/problem+json": {
                    "schema": {
                      "$ref": "#/components/schemas/Problem"
                    }
                  }
                }
              }
            },
            "schemas": {
              "Timestamp": {
                "type": "string",
                "format": "date-time",
                "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{6}Z$",
                "examples": [
                  "2026-11-22T10:00:00.000000Z"
                ],
                "description": "A time in UTC (RFC 3339) with six decimals."
              },
              "SkillName": {
                "type": "string",
                "minLength": 1,
                "maxLength": 64,
                "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$",
                "description": "A skill's name, as the Agent Skills specification has it."
              },
              "ProviderID": {
                "type": "string",
                "minLength": 1,
                "maxLength": 64,
                "pattern": "^[a-z][a-z0-9-]*$",
                "description": "The id of a provider, chosen by whoever creates it."
              },
              "UUID": {
                "type": "string",
                "format": "uuid",
                "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                "description": "A UUID in lower case; version 7 where this product makes it."
              },
              "Digest": {
                "type": "string",
                "pattern": "^[0-9a-f]{64}$",
                "description": "SHA-256 in hex. A version's digest is made over its files, never over archive bytes."
              },
              "VersionNumber": {
                "type": "integer",
                "minimum": 1,
                "maximum": 1000000,
                "description": "Counts up from 1 within a skill."
              },
              "RunStatus": {
                "type": "string",
                "enum": [
                  "queued",
                  "running",
                  "success",
                  "failed",
                  "partial_failed"
                ],
                "description": "The state of a run: these five and no others."
              },
              "TaskStatus": {
                "type": "string",
                "enum": [
                  "queued",
                  "running",
                  "retry_wait",
                  "success",
                  "failed",
                  "canceled",
                  "skipped"
                ],
                "description": "The state of one target of a run."
              },
              "RunKind": {
                "type": "string",
                "enum": [
                  "install",
                  "uninstall",
                  "rollback"
                ]
              },
              "CommandSource": {
                "type": "string",
                "enum": [
                  "api",
                  "cli",
                  "web",
                  "chat"
                ],
                "description": "The front door a command came through."
              },
              "SkillState": {
                "type": "string",
                "enum": [
                  "active",
                  "yanked"
                ]
              },
              "OverviewRange": {
                "type": "string",
                "enum": [
                  "24h",
                  "7d",
                  "30d"
                ]
              },
              "MatrixState": {
                "type": "string",
                "enum": [
                  "absent",
                  "current",
                  "outdated",
                  "waiting",
                  "running",
                  "failed"
                ],
                "description": "The last target decides while it is open or has failed; otherwise what is installed does."
              },
              "Role": {
                "type": "string",
                "enum": [
                  "viewer",
                  "operator",
                  "approver",
                  "admin",
                  "auditor"
                ],
                "description": "What a caller may do: a set of operations, not a step of a ladder; docs/permissions.md has them."
              },
              "ProviderKind": {
                "type": "string",
                "enum": [
                  "openai",
                  "claude",
                  "gemini",
                  "folder",
                  "http"
                ]
              },
              "ApprovalRule": {
                "type": "string",
                "enum": [
                  "none",
                  "risky",
                  "always"
                ],
                "description": "When a run waits for an approval before it changes anything there: never; when something speaks for a look; for every install and removal."
              },
              "FailureCode": {
                "type": "string",
                "enum": [
                  "invalid_skill",
                  "policy_blocked",
                  "scan_blocked",
                  "auth_failed",
                  "permission_denied",
                  "not_found",
                  "conflict",
                  "payload_too_large",
                  "rate_limited",
                  "quota_exceeded",
                  "provider_unavailable",
                  "timeout",
                  "outcome_unknown",
                  "lease_lost",
                  "watchdog_timeout",
                  "integrity_failed",
                  "canceled",
                  "internal"
                ],
                "description": "Why a target did not succeed: one vocabulary for all providers."
              },
              "ProblemCode": {
                "type": "string",
                "enum": [
                  "malformed_request",
                  "validation_failed",
                  "invalid_skill",
                  "invalid_archive",
                  "import_refused",
                  "authentication_required",
                  "permission_denied",
                  "not_found",
                  "method_not_allowed",
                  "not_acceptable",
                  "conflict",
                  "rate_limited",
                  "nothing_to_retry",
                  "nothing_to_cancel",
                  "nothing_to_roll_back",
                  "plan_changed",
                  "idempotency_key_in_use",
                  "idempotency_key_reused",
                  "precondition_failed",
                  "payload_too_large",
                  "unsupported_media_type",
                  "precondition_required",
                  "storage_full",
                  "sealing_key_missing",
                  "unavailable",
                  "internal"
                ],
                "description": "Why a request was refused: the stable names that clients may switch on."
              },
              "Wording": {
                "type": "object",
                "description": "Which sentence a text is and what is filled into it: what it takes to say the same in another language. The sentences are those of the pages, `Sources/Web/Locales`.",
                "required": [
                  "key",
                  "arguments"
                ],
                "properties": {
                  "key": {
                    "type": "string",
                    "description": "Stable: the code that the sentence goes with, such as name.length, and one more part where a code has several sentences."
                  },
                  "arguments": {
                    "type": "object",
                    "additionalProperties": {
                      "type": "string"
                    },
                    "description": "The values in the sentence, by name."
                  }
                }
              },
              "Fault": {
                "type": "object",
                "description": "One thing that is wrong with a request.",
                "required": [
                  "pointer",
                  "code",
                  "detail"
                ],
                "properties": {
                  "pointer": {
                    "type": "string",
                    "description": "Where: a JSON pointer (RFC 6901) into the body, `?name` for a query parameter, `header:Name` for a header."
                  },
                  "code": {
                    "type": "string",
                    "description": "The kind of fault: required, type, unknown, choice, range, length, format, repeated, or the code of a rule of the specification or the archive reader."
                  },
                  "detail": {
                    "type": "string"
                  },
                  "path": {
                    "type": "string",
                    "description": "The file inside an uploaded skill."
                  },
                  "line": {
                    "type": "integer",
                    "minimum": 1,
                    "description": "Counted from 1."
                  },
                  "fix": {
                    "type": "string",
                    "description": "How to mend it."
                  },
                  "wording": {
                    "$ref": "#/components/schemas/Wording"
                  }
                }
              },
              "Problem": {
                "type": "object",
                "description": "The answer to a request that was refused (RFC 9457). It changed nothing.",
                "required": [
                  "type",
                  "title",
                  "status",
                  "code",
                  "detail",
                  "errors",
                  "request_id",
                  "next_step"
                ],
                "properties": {
                  "type": {
                    "type": "string",
                    "pattern": "^urn:skillyard:problem:[a-z_]+$",
                    "description": "A URN that ends in the code."
                  },
                  "title": {
                    "type": "string",
                    "description": "What the code means; may be reworded at any time."
                  },
                  "status": {
                    "type": "integer",
                    "minimum": 400,
                    "maximum": 599,
                    "description": "The HTTP status."
                  },
                  "code": {
                    "$ref": "#/components/schemas/ProblemCode"
                  },
                  "detail": {
                    "type": "string",
                    "description": "What is wrong this time, in English."
                  },
                  "wording": {
                    "$ref": "#/components/schemas/Wording"
                  },
                  "errors": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/Fault"
                    },
                    "maxItems": 100,
                    "description": "Everything that is wrong, where that can be told."
                  },
                  "request_id": {
                    "type": "string",
                    "description": "The answer's X-Request-Id."
                  },
                  "next_step": {
                    "type": "string",
                    "description": "What to do about it."
                  },
                  "retry_after_seconds": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "The same as the Retry-After header."
                  }
                }
              },
              "Finding": {
                "type": "object",
                "description": "One thing a check found in a skill.",
                "required": [
                  "level",
                  "code",
                  "message",
                  "fix"
                ],
                "properties": {
                  "level": {
                    "type": "string",
                    "enum": [
                      "error",
                      "warning"
                    ]
                  },
                  "code": {
                    "type": "string",
                    "description": "Stable and dotted, such as name.length."
                  },
                  "path": {
                    "type": "string",
                    "description": "The file inside the skill; absent for the skill as a whole."
                  },
                  "line": {
                    "type": "integer",
                    "minimum": 1,
                    "description": "Counted from 1."
                  },
                  "message": {
                    "type": "string",
                    "description": "What was found, in English."
                  },
                  "fix": {
                    "type": "string",
                    "description": "How to mend it."
                  },
                  "wording": {
                    "$ref": "#/components/schemas/Wording"
                  }
                }
              },
              "Skill": {
                "type": "object",
                "description": "A skill: its newest version and where it stands.",
                "required": [
                  "id",
                  "name",
                  "description",
                  "state",
                  "owner",
                  "tags",
                  "latest_version",
                  "version_count",
                  "created_at",
                  "updated_at",
                  "installed_on"
                ],
                "properties": {
                  "id": {
                    "$ref": "#/components/schemas/UUID"
                  },
                  "name": {
                    "$ref": "#/components/schemas/SkillName"
                  },
                  "description": {
                    "type": "string"
                  },
                  "state": {
                    "$ref": "#/components/schemas/SkillState"
                  },
                  "owner": {
                    "type": "string"
                  },
                  "tags": {
                    "type": "array",
                    "items": {
                      "type": "string"
                    }
                  },
                  "latest_version": {
                    "$ref": "#/components/schemas/VersionNumber"
                  },
                  "version_count": {
                    "type": "integer",
                    "minimum": 1
                  },
                  "created_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "updated_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "installed_on": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/ProviderID"
                    },
                    "description": "Where it is installed now."
                  }
                }
              },
              "BundleFile": {
                "type": "object",
                "required": [
                  "path",
                  "size",
                  "sha256",
                  "executable"
                ],
                "properties": {
                  "path": {
                    "type": "string"
                  },
                  "size": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "In bytes."
                  },
                  "sha256": {
                    "$ref": "#/components/schemas/Digest"
                  },
                  "executable": {
                    "type": "boolean"
                  }
                }
              },
              "SkillSignature": {
                "type": "object",
                "description": "A signature over the content of a skill.",
                "required": [
                  "format",
                  "name",
                  "digest",
                  "public_key",
                  "signature"
                ],
                "properties": {
                  "format": {
                    "type": "string",
                    "enum": [
                      "skillyard skill signature 1"
                    ]
                  },
                  "name": {
                    "$ref": "#/components/schemas/SkillName"
                  },
                  "digest": {
                    "$ref": "#/components/schemas/Digest"
                  },
                  "public_key": {
                    "type": "string",
                    "minLength": 44,
                    "maxLength": 44,
                    "description": "The 32 bytes of an Ed25519 key, in base64."
                  },
                  "signature": {
                    "type": "string",
                    "minLength": 88,
                    "maxLength": 88,
                    "description": "Ed25519 (RFC 8032), in base64."
                  }
                }
              },
              "SkillSignatureOfVersion": {
                "type": "object",
                "description": "Who vouches for a version.",
                "required": [
                  "key_id",
                  "public_key",
                  "signature",
                  "added_by",
                  "added_at"
                ],
                "properties": {
                  "key_id": {
                    "$ref": "#/components/schemas/Digest"
                  },
                  "public_key": {
                    "type": "string",
                    "minLength": 44,
                    "maxLength": 44,
                    "description": "The 32 bytes of an Ed25519 key, in base64."
                  },
                  "signature": {
                    "type": "string",
                    "minLength": 88,
                    "maxLength": 88,
                    "description": "Ed25519 (RFC 8032), in base64."
                  },
                  "signer": {
                    "type": "string",
                    "description": "What the signer is called; absent for a key that nobody has accepted for this skill."
                  },
                  "added_by": {
                    "type": "string"
                  },
                  "added_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  }
                }
              },
              "SkillSigner": {
                "type": "object",
                "description": "A key whose signature a skill may have, or one version that is accepted without one.",
                "required": [
                  "name",
                  "reason",
                  "accepted_by",
                  "accepted_at"
                ],
                "properties": {
                  "key_id": {
                    "$ref": "#/components/schemas/Digest"
                  },
                  "version": {
                    "$ref": "#/components/schemas/VersionNumber"
                  },
                  "name": {
                    "type": "string"
                  },
                  "reason": {
                    "type": "string"
                  },
                  "accepted_by": {
                    "type": "string"
                  },
                  "accepted_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  }
                }
              },
              "SignerAcceptance": {
                "type": "object",
                "description": "Whose signature is accepted, and why.",
                "required": [
                  "version",
                  "name",
                  "reason"
                ],
                "properties": {
                  "version": {
                    "$ref": "#/components/schemas/VersionNumber"
                  },
                  "name": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 100,
                    "pattern": "^[^\\u0000-\\u001f\\u007f]*$"
                  },
                  "reason": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 1000,
                    "pattern": "^[^\\u0000-\\u001f\\u007f]*$"
                  }
                }
              },
              "SkillVersion": {
                "type": "object",
                "description": "One immutable version of a skill.",
                "required": [
                  "skill",
                  "version",
                  "digest",
                  "description",
                  "file_count",
                  "size",
                  "files",
                  "findings",
                  "created_by",
                  "created_at"
                ],
                "properties": {
                  "skill": {
                    "$ref": "#/components/schemas/SkillName"
                  },
                  "version": {
                    "$ref": "#/components/schemas/VersionNumber"
                  },
                  "digest": {
                    "$ref": "#/components/schemas/Digest"
                  },
                  "description": {
                    "type": "string"
                  },
                  "license": {
                    "type": "string"
                  },
                  "compatibility": {
                    "type": "string"
                  },
                  "file_count": {
                    "type": "integer",
                    "minimum": 0
                  },
                  "size": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Unpacked, in bytes."
                  },
                  "files": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/BundleFile"
                    }
                  },
                  "findings": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/Finding"
                    }
                  },
                  "created_by": {
                    "type": "string"
                  },
                  "created_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "yanked_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "yank_reason": {
                    "type": "string"
                  },
                  "signature": {
                    "$ref": "#/components/schemas/SkillSignatureOfVersion"
                  }
                }
              },
              "SkillRegistration": {
                "type": "object",
                "required": [
                  "created",
                  "version"
                ],
                "properties": {
                  "created": {
                    "type": "boolean",
                    "description": "False when this very content is registered already."
                  },
                  "version": {
                    "$ref": "#/components/schemas/SkillVersion"
                  }
                }
              },
              "SkillImport": {
                "type": "object",
                "description": "A skill that the server is to fetch.",
                "required": [
                  "url"
                ],
                "properties": {
                  "url": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 2000,
                    "pattern": "^[^\\u0000-\\u001f\\u007f]*$",
                    "description": "https:// to an archive or a single SKILL.md."
                  },
                  "tags": {
                    "type": [
                      "array",
                      "null"
                    ],
                    "maxItems": 32,
                    "items": {
                      "type": "string",
                      "minLength": 1,
                      "maxLength": 64,
                      "pattern": "^[^\\u0000-\\u001f\\u007f,]*$"
                    },
                    "description": "Replace the skill's tags."
                  }
                },
                "additionalProperties": false
              },
              "PreflightVerdict": {
                "type": "object",
                "required": [
                  "provider",
                  "outcome",
                  "findings"
                ],
                "properties": {
                  "provider": {
                    "$ref": "#/components/schemas/ProviderID"
                  },
                  "outcome": {
                    "type": "string",
                    "enum": [
                      "accepted",
                      "accepted_with_warnings",
                      "refused"
                    ]
                  },
                  "findings": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/Finding"
                    }
                  }
                }
              },
              "ScanVerdict": {
                "type": "string",
                "enum": [
                  "clean",
                  "warned",
                  "blocked"
                ]
              },
              "ScanFinding": {
                "type": "object",
                "description": "One thing the safety scan found.",
                "required": [
                  "id",
                  "rule",
                  "level",
                  "path",
                  "message",
                  "fix"
                ],
                "properties": {
                  "id": {
                    "type": "string",
                    "description": "The same for the same rule at the same place of the same content."
                  },
                  "rule": {
                    "type": "string",
                    "description": "Stable and dotted, such as hidden.tag_characters."
                  },
                  "level": {
                    "type": "string",
                    "enum": [
                      "note",
                      "warning",
                      "block"
                    ]
                  },
                  "path": {
                    "type": "string"
                  },
                  "line": {
                    "type": "integer",
                    "minimum": 1,
                    "description": "Counted from 1; absent where the file as a whole is meant."
                  },
                  "message": {
                    "type": "string",
                    "description": "What was found, in English; never holds the secret."
                  },
                  "fix": {
                    "type": "string",
                    "description": "How to mend it, in English."
                  },
                  "wording": {
                    "$ref": "#/components/schemas/Wording"
                  }
                }
              },
              "ScanReport": {
                "type": "object",
                "description": "What the safety scan says about one content. No findings does not mean safe.",
                "required": [
                  "digest",
                  "rules_version",
                  "verdict",
                  "findings",
                  "omitted",
                  "notice"
                ],
                "properties": {
                  "digest": {
                    "$ref": "#/components/schemas/Digest"
                  },
                  "rules_version": {
                    "type": "integer",
                    "minimum": 1
                  },
                  "verdict": {
                    "$ref": "#/components/schemas/ScanVerdict"
                  },
                  "findings": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/ScanFinding"
                    },
                    "description": "The gravest first."
                  },
                  "omitted": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Findings that are counted and not listed."
                  },
                  "notice": {
                    "type": "string"
                  }
                }
              },
              "SkillScan": {
                "type": "object",
                "required": [
                  "skill",
                  "version",
                  "scanned_at",
                  "verdict",
                  "report",
                  "waivers"
                ],
                "properties": {
                  "skill": {
                    "$ref": "#/components/schemas/SkillName"
                  },
                  "version": {
                    "$ref": "#/components/schemas/VersionNumber"
                  },
                  "scanned_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "verdict": {
                    "allOf": [
                      {
                        "$ref": "#/components/schemas/ScanVerdict"
                      }
                    ],
                    "description": "What counts now: that of the report, without what is waived."
                  },
                  "report": {
                    "$ref": "#/components/schemas/ScanReport"
                  },
                  "waivers": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/ScanWaiver"
                    },
                    "description": "Those that hold now."
                  }
                }
              },
              "ScanWaiver": {
                "type": "object",
                "description": "Findings of one content that do not block it for a time; either rule or finding is there.",
                "required": [
                  "id",
                  "digest",
                  "rules_version",
                  "approver",
                  "reason",
                  "created_at",
                  "expires_at"
                ],
                "properties": {
                  "id": {
                    "$ref": "#/components/schemas/UUID"
                  },
                  "digest": {
                    "$ref": "#/components/schemas/Digest"
                  },
                  "rules_version": {
                    "type": "integer",
                    "description": "Of the report that its approver saw. It covers nothing that other rules find."
                  },
                  "rule": {
                    "type": "string",
                    "description": "Every finding of this rule."
                  },
                  "finding": {
                    "type": "string",
                    "description": "This finding alone: what its rule finds on its line."
                  },
                  "approver": {
                    "type": "string"
                  },
                  "reason": {
                    "type": "string"
                  },
                  "created_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "expires_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "revoked_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "revoked_by": {
                    "type": "string"
                  }
                }
              },
              "WaiverRequest": {
                "type": "object",
                "description": "Name either a rule or a finding.",
                "required": [
                  "reason",
                  "expires_at"
                ],
                "properties": {
                  "rule": {
                    "type": [
                      "string",
                      "null"
                    ],
                    "minLength": 1,
                    "maxLength": 64,
                    "pattern": "^[^\\u0000-\\u001f\\u007f]*$"
                  },
                  "finding": {
                    "type": [
                      "string",
                      "null"
                    ],
                    "minLength": 1,
                    "maxLength": 64,
                    "pattern": "^[^\\u0000-\\u001f\\u007f]*$"
                  },
                  "reason": {
                    "$ref": "#/components/schemas/Reason"
                  },
                  "expires_at": {
                    "type": "string",
                    "format": "date-time",
                    "description": "At most 90 days from now."
                  }
                },
                "additionalProperties": false
              },
              "SkillCheckReport": {
                "type": "object",
                "description": "What registering would say.",
                "required": [
                  "accepted",
                  "findings",
                  "preflight",
                  "scan"
                ],
                "properties": {
                  "accepted": {
                    "type": "boolean"
                  },
                  "name": {
                    "type": "string",
                    "description": "Absent when SKILL.md could not be read that far; not necessarily a valid name."
                  },
                  "digest": {
                    "$ref": "#/components/schemas/Digest"
                  },
                  "findings": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/Finding"
                    }
                  },
                  "preflight": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/PreflightVerdict"
                    },
                    "description": "Empty when the skill is not accepted."
                  },
                  "scan": {
                    "$ref": "#/components/schemas/ScanReport"
                  }
                }
              },
              "PreflightMatrix": {
                "type": "object",
                "description": "Whether each provider would take a version, found out without asking them.",
                "required": [
                  "skill",
                  "version",
                  "verdicts"
                ],
                "properties": {
                  "skill": {
                    "$ref": "#/components/schemas/SkillName"
                  },
                  "version": {
                    "$ref": "#/components/schemas/VersionNumber"
                  },
                  "verdicts": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/PreflightVerdict"
                    }
                  }
                }
              },
              "ProviderSettings": {
                "type": "object",
                "description": "The settings of a provider, all of them.",
                "required": [
                  "kind",
                  "display_name",
                  "options",
                  "concurrency",
                  "attempt_timeout_seconds",
                  "max_attempts",
                  "queue_timeout_seconds",
                  "target_timeout_seconds",
                  "enabled",
                  "sandbox",
                  "approval",
                  "four_eyes"
                ],
                "properties": {
                  "kind": {
                    "$ref": "#/components/schemas/ProviderKind"
                  },
                  "display_name": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 100,
                    "pattern": "^[^\\u0000-\\u001f\\u007f]*$"
                  },
                  "base_url": {
                    "type": "string",
                    "minLength": 8,
                    "maxLength": 2000,
                    "pattern": "^https?://[^\\u0000- \\u007f]*$",
                    "description": "Where its API is; none for folders."
                  },
                  "credential": {
                    "type": "string",
                    "minLength": 5,
                    "maxLength": 1000,
                    "pattern": "^(sealed|env:[^\\u0000-\\u001f\\u007f]+|file:/[^\\u0000-\\u001f\\u007f]*)$",
                    "description": "Where the secret lies, never the secret: env:NAME, file:/path, or sealed for one that is stored."
                  },
                  "options": {
                    "type": "object",
                    "description": "Vendor specifics: organization, project, workspace, location; for folders client, scope, root.",
                    "maxProperties": 64,
                    "propertyNames": {
                      "minLength": 1,
                      "maxLength": 64,
                      "pattern": "^[^\\u0000-\\u001f\\u007f]*$"
                    },
                    "additionalProperties": {
                      "type": "string",
                      "maxLength": 1000,
                      "pattern": "^[^\\u0000-\\u001f\\u007f]*$"
                    }
                  },
                  "concurrency": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": 256,
                    "description": "Tasks at once."
                  },
                  "rate_per_minute": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": 1000000,
                    "description": "Tasks begun per minute; without it there is no limit."
                  },
                  "attempt_timeout_seconds": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": 3600,
                    "description": "For one try."
                  },
                  "max_attempts": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": 20,
                    "description": "Tries in all."
                  },
                  "queue_timeout_seconds": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": 2592000,
                    "description": "How long a target that may begin waits for a worker; a pause sets it back."
                  },
                  "target_timeout_seconds": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": 2592000,
                    "description": "From a target's first try to its end; a try that runs is not cut short, and a pause sets it back."
                  },
                  "enabled": {
                    "type": "boolean"
                  },
                  "sandbox": {
                    "type": "boolean",
                    "description": "True for a simulator."
                  },
                  "approval": {
                    "$ref": "#/components/schemas/ApprovalRule"
                  },
                  "four_eyes": {
                    "type": "boolean",
                    "description": "True when those who asked for a run may not approve it."
                  }
                }
              },
              "ProviderSettingsInput": {
                "type": "object",
                "description": "The settings of a provider; what is left out gets its default.",
                "required": [
                  "kind",
                  "display_name"
                ],
                "properties": {
                  "kind": {
                    "$ref": "#/components/schemas/ProviderKind"
                  },
                  "display_name": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 100,
                    "pattern": "^[^\\u0000-\\u001f\\u007f]*$"
                  },
                  "base_url": {
                    "type": [
                      "string",
                      "null"
                    ],
                    "minLength": 8,
                    "maxLength": 2000,
                    "pattern": "^https?://[^\\u0000- \\u007f]*$",
                    "description": "Where its API is; none for folders."
                  },
                  "credential": {
                    "type": [
                      "string",
                      "null"
                    ],
                    "minLength": 5,
                    "maxLength": 1000,
                    "pattern": "^(sealed|env:[^\\u0000-\\u001f\\u007f]+|file:/[^\\u0000-\\u001f\\u007f]*)$",
                    "description": "Where the secret lies, never the secret: env:NAME, file:/path, or sealed for one that is stored."
                  },
                  "options": {
                    "type": [
                      "object",
                      "null"
                    ],
                    "description": "Vendor specifics: organization, project, workspace, location; for folders client, scope, root.",
                    "maxProperties": 64,
                    "propertyNames": {
                      "minLength": 1,
                      "maxLength": 64,
                      "pattern": "^[^\\u0000-\\u001f\\u007f]*$"
                    },
                    "additionalProperties": {
                      "type": "string",
                      "maxLength": 1000,
                      "pattern": "^[^\\u0000-\\u001f\\u007f]*$"
                    }
                  },
                  "concurrency": {
                    "type": [
                      "integer",
                      "null"
                    ],
                    "minimum": 1,
                    "maximum": 256,
                    "default": 8,
                    "description": "Tasks at once."
                  },
                  "rate_per_minute": {
                    "type": [
                      "integer",
                      "null"
                    ],
                    "minimum": 1,
                    "maximum": 1000000,
                    "description": "Tasks begun per minute; without it there is no limit."
                  },
                  "attempt_timeout_seconds": {
                    "type": [
                      "integer",
                      "null"
                    ],
                    "minimum": 1,
                    "maximum": 3600,
                    "default": 60,
                    "description": "For one try."
                  },
                  "max_attempts": {
                    "type": [
                      "integer",
                      "null"
                    ],
                    "minimum": 1,
                    "maximum": 20,
                    "default": 5,
                    "description": "Tries in all."
                  },
                  "queue_timeout_seconds": {
                    "type": [
                      "integer",
                      "null"
                    ],
                    "minimum": 1,
                    "maximum": 2592000,
                    "default": 604800,
                    "description": "How long a target that may begin waits for a worker; a pause sets it back."
                  },
                  "target_timeout_seconds": {
                    "type": [
                      "integer",
                      "null"
                    ],
                    "minimum": 1,
                    "maximum": 2592000,
                    "default": 86400,
                    "description": "From a target's first try to its end; a try that runs is not cut short, and a pause sets it back."
                  },
                  "enabled": {
                    "type": [
                      "boolean",
                      "null"
                    ],
                    "default": true
                  },
                  "sandbox": {
                    "type": [
                      "boolean",
                      "null"
                    ],
                    "default": false,
                    "description": "True for a simulator."
                  },
                  "approval": {
                    "anyOf": [
                      {
                        "$ref": "#/components/schemas/ApprovalRule"
                      },
                      {
                        "type": "null"
                      }
                    ],
                    "default": "none"
                  },
                  "four_eyes": {
                    "type": [
                      "boolean",
                      "null"
                    ],
                    "default": false,
                    "description": "True when those who asked for a run may not approve it."
                  }
                },
                "additionalProperties": false
              },
              "ProviderCapabilities": {
                "type": "object",
                "description": "What a kind of provider can do.",
                "required": [
                  "rollback",
                  "keeps_versions",
                  "reads_back",
                  "drift_detection",
                  "idempotent_create",
                  "long_running"
                ],
                "properties": {
                  "rollback": {
                    "type": "string",
                    "enum": [
                      "move_default",
                      "delete_version",
                      "send_again",
                      "swap_folder"
                    ]
                  },
                  "keeps_versions": {
                    "type": "boolean"
                  },
                  "reads_back": {
                    "type": "boolean"
                  },
                  "drift_detection": {
                    "type": "string",
                    "enum": [
                      "digest",
                      "version",
                      "none"
                    ],
                    "description": "How it is found out that something was changed there."
                  },
                  "idempotent_create": {
                    "type": "boolean"
                  },
                  "long_running": {
                    "type": "boolean"
                  },
                  "maximum_total_bytes": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Unpacked; absent when no limit is known."
                  },
                  "maximum_files": {
                    "type": "integer",
                    "minimum": 0
                  }
                }
              },
              "TaskError": {
                "type": "object",
                "required": [
                  "code",
                  "message",
                  "retryable"
                ],
                "properties": {
                  "code": {
                    "$ref": "#/components/schemas/FailureCode"
                  },
                  "message": {
                    "type": "string",
                    "description": "For people; free of credentials and reply bodies."
                  },
                  "retryable": {
                    "type": "boolean"
                  },
                  "provider_status": {
                    "type": "integer",
                    "minimum": 100,
                    "maximum": 999,
                    "description": "The provider's HTTP status, if it answered."
                  },
                  "vendor_code": {
                    "type": "string"
                  },
                  "provider_request_id": {
                    "type": "string",
                    "description": "The provider's own id of the failed request: what its support asks for. Not an X-Request-Id of this server."
                  }
                }
              },
              "ProviderCheck": {
                "type": "object",
                "description": "Whether a provider answered and took the credential.",
                "required": [
                  "healthy",
                  "checked_at",
                  "latency_ms"
                ],
                "properties": {
                  "healthy": {
                    "type": "boolean"
                  },
                  "checked_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "latency_ms": {
                    "type": "integer",
                    "minimum": 0
                  },
                  "error": {
                    "$ref": "#/components/schemas/TaskError"
                  }
                }
              },
              "Credential": {
                "type": "object",
                "description": "Where a provider's secret lies, and what may be known of one that is stored.",
                "required": [
                  "kind"
                ],
                "properties": {
                  "kind": {
                    "type": "string",
                    "enum": [
                      "environment",
                      "file",
                      "sealed"
                    ]
                  },
                  "fingerprint": {
                    "type": "string",
                    "pattern": "^[0-9a-f]{16}$",
                    "description": "Of a stored one: tells one secret from another, and cannot be worked out without the key."
                  },
                  "key_id": {
                    "type": "string",
                    "pattern": "^[0-9a-f]{16}$",
                    "description": "Names the key that seals it."
                  },
                  "set_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "set_by": {
                    "type": "string"
                  },
                  "expires_at": {
                    "$ref": "#/components/schemas/Timestamp",
                    "description": "When a stored one ceases to hold; absent where nobody said so."
                  }
                }
              },
              "CredentialRequest": {
                "type": "object",
                "description": "A secret to be stored, sealed.",
                "required": [
                  "secret"
                ],
                "properties": {
                  "secret": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 65536,
                    "writeOnly": true,
                    "description": "The key itself; for Gemini also the JSON of a service account.",
                    "pattern": "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]*$"
                  },
                  "expires_at": {
                    "type": [
                      "string",
                      "null"
                    ],
                    "format": "date-time",
                    "description": "When it ceases to hold, later than now; without it nothing is known of that."
                  }
                },
                "additionalProperties": false
              },
              "Pause": {
                "type": "object",
                "description": "Somebody's wish that nothing begins.",
                "required": [
                  "reason",
                  "by",
                  "since"
                ],
                "properties": {
                  "reason": {
                    "type": "string",
                    "description": "1 to 500 characters."
                  },
                  "by": {
                    "type": "string"
                  },
                  "since": {
                    "$ref": "#/components/schemas/Timestamp"
                  }
                }
              },
              "Work": {
                "type": "object",
                "description": "Whether work is done at all.",
                "properties": {
                  "pause": {
                    "$ref": "#/components/schemas/Pause",
                    "description": "The pause of everything; absent when there is none."
                  }
                }
              },
              "Breaker": {
                "type": "object",
                "description": "How a provider's circuit breaker stands.",
                "required": [
                  "state",
                  "failures"
                ],
                "properties": {
                  "state": {
                    "type": "string",
                    "enum": [
                      "closed",
                      "open",
                      "half_open"
                    ],
                    "description": "`open`: nothing begins before `probe_at`; `half_open`: one target tries."
                  },
                  "failures": {
                    "type": "integer",
                    "description": "Failures in a row that say the provider is down."
                  },
                  "opened_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "probe_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "error": {
                    "$ref": "#/components/schemas/TaskError"
                  }
                }
              },
              "BackOff": {
                "type": "object",
                "description": "That a provider asked not to be asked for a while, in answer to a try.",
                "required": [
                  "since",
                  "until",
                  "error"
                ],
                "properties": {
                  "since": {
                    "$ref": "#/components/schemas/Timestamp",
                    "description": "Of wishes that follow each other within a minute: when the first was made."
                  },
                  "until": {
                    "$ref": "#/components/schemas/Timestamp",
                    "description": "Nothing begins before."
                  },
                  "error": {
                    "$ref": "#/components/schemas/TaskError"
                  }
                }
              },
              "ClosedGate": {
                "type": "object",
                "description": "Why nothing begins at a provider now.",
                "required": [
                  "provider",
                  "cause",
                  "since"
                ],
                "properties": {
                  "provider": {
                    "$ref": "#/components/schemas/ProviderID"
                  },
                  "cause": {
                    "type": "string",
                    "enum": [
                      "provider_paused",
                      "work_paused",
                      "breaker_open",
                      "rate_limited"
                    ],
                    "description": "`breaker_open`: it is taken to be down; `rate_limited`: it asked for a wait."
                  },
                  "since": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "reason": {
                    "type": "string",
                    "description": "Why somebody paused it; present for a pause only."
                  },
                  "by": {
                    "type": "string",
                    "description": "Who paused it; present for a pause only."
                  },
                  "probe_at": {
                    "$ref": "#/components/schemas/Timestamp",
                    "description": "When a target is tried next; absent for a pause, or while one tries."
                  },
                  "error": {
                    "$ref": "#/components/schemas/TaskError"
                  }
                }
              },
              "Provider": {
                "type": "object",
                "required": [
                  "id",
                  "settings",
                  "capabilities",
                  "created_at",
                  "updated_at"
                ],
                "properties": {
                  "id": {
                    "$ref": "#/components/schemas/ProviderID"
                  },
                  "settings": {
                    "$ref": "#/components/schemas/ProviderSettings"
                  },
                  "capabilities": {
                    "$ref": "#/components/schemas/ProviderCapabilities"
                  },
                  "credential": {
                    "$ref": "#/components/schemas/Credential"
                  },
                  "last_check": {
                    "$ref": "#/components/schemas/ProviderCheck"
                  },
                  "pause": {
                    "$ref": "#/components/schemas/Pause",
                    "description": "Its own pause; absent when it has none."
                  },
                  "breaker": {
                    "$ref": "#/components/schemas/Breaker",
                    "description": "Absent while it is closed and the provider answered last."
                  },
                  "back_off": {
                    "$ref": "#/components/schemas/BackOff",
                    "description": "Absent unless it asked for a wait that lasts."
                  },
                  "created_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "updated_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  }
                }
              },
              "Selection": {
                "type": "object",
                "description": "A skill and, if wanted, one version; otherwise the newest that is not yanked.",
                "required": [
                  "name"
                ],
                "properties": {
                  "name": {
                    "$ref": "#/components/schemas/SkillName"
                  },
                  "version": {
                    "oneOf": [
                      {
                        "$ref": "#/components/schemas/VersionNumber"
                      },
                      {
                        "type": "null"
                      }
                    ]
                  }
                },
                "additionalProperties": false
              },
              "Reason": {
                "type": "string",
                "minLength": 1,
                "maxLength": 1000,
                "pattern": "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]*$",
                "description": "Why, for the history."
              },
              "RunRequest": {
                "type": "object",
                "description": "Every skill on every provider; at most 5000 targets.",
                "required": [
                  "skills",
                  "providers"
                ],
                "properties": {
                  "kind": {
                    "type": [
                      "string",
                      "null"
                    ],
                    "enum": [
                      "install",
                      "uninstall",
                      null
                    ],
                    "default": "install"
                  },
                  "skills": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/Selection"
                    },
                    "minItems": 1,
                    "maxItems": 5000
                  },
                  "providers": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/ProviderID"
                    },
                    "minItems": 1,
                    "maxItems": 5000
                  },
                  "reason": {
                    "oneOf": [
                      {
                        "$ref": "#/components/schemas/Reason"
                      },
                      {
                        "type": "null"
                      }
                    ]
                  },
                  "plan_hash": {
                    "type": [
                      "string",
                      "null"
                    ],
                    "minLength": 1,
                    "maxLength": 128,
                    "pattern": "^[^\\u0000-\\u001f\\u007f]*$",
                    "description": "The hash of the plan that was shown; a different plan by now is refused with plan_changed."
                  },
                  "start_at": {
                    "oneOf": [
                      {
                        "$ref": "#/components/schemas/Timestamp"
                      },
                      {
                        "type": "null"
                      }
                    ],
                    "description": "When it is to begin, later than now and within 90 days; at once without it."
                  },
                  "waves": {
                    "oneOf": [
                      {
                        "$ref": "#/components/schemas/RunWavesInput"
                      },
                      {
                        "type": "null"
                      }
                    ],
                    "description": "In which waves it begins; all at a time without it."
                  }
                },
                "additionalProperties": false
              },
              "RunWavesInput": {
                "type": "object",
                "description": "In which waves a run begins: each when the one before it went well and the time after that is over. What no step takes is the last wave.",
                "required": [
                  "steps"
                ],
                "properties": {
                  "steps": {
                    "type": "array",
                    "minItems": 1,
                    "maxItems": 20,
                    "items": {
                      "type": "object",
                      "description": "What a wave takes of the targets that no earlier one has taken: a share or providers.",
                      "properties": {
                        "percent": {
                          "type": [
                            "integer",
                            "null"
                          ],
                          "minimum": 1,
                          "maximum": 99,
                          "description": "As many targets as that, together with all earlier waves, that share of those that change something have begun, rounded up; more than in the step before."
                        },
                        "providers": {
                          "type": [
                            "array",
                            "null"
                          ],
                          "items": {
                            "$ref": "#/components/schemas/ProviderID"
                          },
                          "minItems": 1,
                          "maxItems": 5000,
                          "description": "Every target on these providers."
                        }
                      },
                      "additionalProperties": false
                    }
                  },
                  "soak_seconds": {
                    "type": [
                      "integer",
                      "null"
                    ],
                    "minimum": 0,
                    "maximum": 604800,
                    "default": 0,
                    "description": "How long to wait after each wave, before the next."
                  },
                  "stop_at_failures": {
                    "type": [
                      "integer",
                      "null"
                    ],
                    "minimum": 1,
                    "maximum": 5000,
                    "default": 1,
                    "description": "How many failed targets stop the run."
                  },
                  "stop_at_percent": {
                    "type": [
                      "integer",
                      "null"
                    ],
                    "minimum": 1,
                    "maximum": 100,
                    "description": "In place of stop_at_failures: which share of the targets of all waves that have begun, without those where there was nothing to do."
                  },
                  "on_stop": {
                    "type": [
                      "string",
                      "null"
                    ],
                    "enum": [
                      "cancel",
                      "rollback",
                      null
                    ],
                    "default": "cancel",
                    "description": "Whether a run that stops is also rolled back."
                  }
                },
                "additionalProperties": false
              },
              "WaveReleaseRequest": {
                "type": "object",
                "required": [
                  "wave"
                ],
                "properties": {
                  "wave": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": 21,
                    "description": "The next one; one that has begun already stays as it is."
                  }
                },
                "additionalProperties": false
              },
              "ReasonRequest": {
                "type": "object",
                "required": [
                  "reason"
                ],
                "properties": {
                  "reason": {
                    "$ref": "#/components/schemas/Reason"
                  }
                },
                "additionalProperties": false
              },
              "ApprovalRequest": {
                "type": "object",
                "properties": {
                  "comment": {
                    "type": [
                      "string",
                      "null"
                    ],
                    "minLength": 1,
                    "maxLength": 500,
                    "pattern": "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]*$",
                    "description": "What was looked at."
                  },
                  "requested_at": {
                    "type": [
                      "string",
                      "null"
                    ],
                    "format": "date-time",
                    "description": "That of the approval that was looked at; when something else is asked for by now, it is a conflict."
                  }
                },
                "additionalProperties": false
              },
              "RefusalRequest": {
                "type": "object",
                "required": [
                  "comment"
                ],
                "properties": {
                  "comment": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 500,
                    "pattern": "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]*$",
                    "description": "Why."
                  }
                },
                "additionalProperties": false
              },
              "ApprovalState": {
                "type": "string",
                "enum": [
                  "pending",
                  "approved",
                  "refused",
                  "canceled"
                ]
              },
              "PlannedApproval": {
                "type": "object",
                "description": "The approval that a run would take; absent when it would begin at once.",
                "required": [
                  "targets",
                  "providers",
                  "four_eyes",
                  "roles"
                ],
                "properties": {
                  "targets": {
                    "type": "integer",
                    "minimum": 1,
                    "description": "How many targets would wait for it."
                  },
                  "providers": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/ProviderID"
                    }
                  },
                  "four_eyes": {
                    "type": "boolean",
                    "description": "Whether somebody else than whoever starts the run has to approve it."
                  },
                  "roles": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/Role"
                    },
                    "description": "Who may approve it."
                  }
                }
              },
              "RunApproval": {
                "type": "object",
                "description": "The approval that some targets of a run wait or waited for; absent where none was needed.",
                "required": [
                  "state",
                  "reasons",
                  "providers",
                  "targets",
                  "four_eyes",
                  "requested_by",
                  "requested_at",
                  "expires_at"
                ],
                "properties": {
                  "state": {
                    "$ref": "#/components/schemas/ApprovalState"
                  },
                  "reasons": {
                    "type": "array",
                    "maxItems": 100,
                    "items": {
                      "$ref": "#/components/schemas/Finding"
                    },
                    "description": "Why it is asked for."
                  },
                  "providers": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/ProviderID"
                    }
                  },
                  "targets": {
                    "type": "integer",
                    "minimum": 1,
                    "description": "How many targets it is about; the others do not wait."
                  },
                  "four_eyes": {
                    "type": "boolean",
                    "description": "Whether those who asked for the run may not approve it."
                  },
                  "requested_by": {
                    "type": "array",
                    "items": {
                      "type": "string"
                    },
                    "description": "Who asked for it; several when the run was retried."
                  },
                  "requested_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "expires_at": {
                    "allOf": [
                      {
                        "$ref": "#/components/schemas/Timestamp"
                      }
                    ],
                    "description": "When it counts as refused, if nobody has decided by then."
                  },
                  "decided_by": {
                    "type": "string",
                    "description": "`system` where the time was up."
                  },
                  "decided_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "comment": {
                    "type": "string"
                  }
                }
              },
              "RunWaves": {
                "type": "object",
                "description": "The waves that were asked for.",
                "required": [
                  "steps",
                  "soak_seconds",
                  "on_stop"
                ],
                "properties": {
                  "steps": {
                    "type": "array",
                    "items": {
                      "type": "object",
                      "properties": {
                        "percent": {
                          "type": "integer",
                          "minimum": 1,
                          "maximum": 99,
                          "description": "As many targets as that, together with all earlier waves, that share of those that change something have begun, rounded up; more than in the step before."
                        },
                        "providers": {
                          "type": "array",
                          "items": {
                            "$ref": "#/components/schemas/ProviderID"
                          },
                          "minItems": 1,
                          "maxItems": 5000,
                          "description": "Every target on these providers."
                        }
                      }
                    }
                  },
                  "soak_seconds": {
                    "type": "integer",
                    "minimum": 0
                  },
                  "stop_at_failures": {
                    "type": "integer",
                    "minimum": 1
                  },
                  "stop_at_percent": {
                    "type": "integer",
                    "minimum": 1
                  },
                  "on_stop": {
                    "type": "string",
                    "enum": [
                      "cancel",
                      "rollback"
                    ]
                  }
                }
              },
              "RunWavesView": {
                "type": "object",
                "description": "How the waves of a run stand.",
                "required": [
                  "plan",
                  "waves"
                ],
                "properties": {
                  "plan": {
                    "$ref": "#/components/schemas/RunWaves"
                  },
                  "waves": {
                    "type": "array",
                    "items": {
                      "type": "object",
                      "required": [
                        "wave",
                        "targets",
                        "state"
                      ],
                      "properties": {
                        "wave": {
                          "type": "integer",
                          "minimum": 1
                        },
                        "targets": {
                          "type": "integer",
                          "minimum": 0
                        },
                        "state": {
                          "type": "string",
                          "enum": [
                            "waiting",
                            "running",
                            "soaking",
                            "done",
                            "stopped"
                          ]
                        },
                        "released_at": {
                          "$ref": "#/components/schemas/Timestamp"
                        },
                        "ended_at": {
                          "$ref": "#/components/schemas/Timestamp"
                        },
                        "soak_until": {
                          "$ref": "#/components/schemas/Timestamp",
                          "description": "When the next one begins, if nothing fails until then."
                        }
                      }
                    },
                    "description": "In order; steps that take nothing are left out."
                  },
                  "stopped": {
                    "type": "object",
                    "description": "That, when and why the waves were stopped; absent while they were not.",
                    "required": [
                      "at",
                      "by",
                      "failed",
                      "begun"
                    ],
                    "properties": {
                      "at": {
                        "$ref": "#/components/schemas/Timestamp"
                      },
                      "by": {
                        "type": "string",
                        "description": "system where the threshold was reached."
                      },
                      "reason": {
                        "type": "string"
                      },
                      "failed": {
                        "type": "integer",
                        "minimum": 0,
                        "description": "How many targets had failed by then."
                      },
                      "begun": {
                        "type": "integer",
                        "minimum": 0,
                        "description": "How many targets the waves have that had begun, without those where there was nothing to do."
                      },
                      "rollback_run_id": {
                        "$ref": "#/components/schemas/UUID",
                        "description": "The run that undoes what this one did; absent where nothing is undone, or not yet."
                      }
                    }
                  }
                }
              },
              "Plan": {
                "type": "object",
                "description": "What a run would do to each target.",
                "required": [
                  "kind",
                  "targets",
                  "hash"
                ],
                "properties": {
                  "kind": {
                    "$ref": "#/components/schemas/RunKind"
                  },
                  "targets": {
                    "type": "array",
                    "items": {
                      "type": "object",
                      "required": [
                        "skill",
                        "version",
                        "provider",
                        "action",
                        "reasons"
                      ],
                      "properties": {
                        "skill": {
                          "$ref": "#/components/schemas/SkillName"
                        },
                        "version": {
                          "$ref": "#/components/schemas/VersionNumber"
                        },
                        "provider": {
                          "$ref": "#/components/schemas/ProviderID"
                        },
                        "action": {
                          "type": "string",
                          "enum": [
                            "create",
                            "new_version",
                            "skip",
                            "repair",
                            "blocked",
                            "remove"
                          ]
                        },
                        "reasons": {
                          "type": "array",
                          "items": {
                            "$ref": "#/components/schemas/Finding"
                          }
                        },
                        "signer": {
                          "type": "string",
                          "description": "Whose signature the version has: the signer's name, or the id of a key that nobody has accepted."
                        },
                        "needs_approval": {
                          "type": "boolean",
                          "description": "True when it would wait for an approval, for the reasons whose code begins with `approval.`; absent otherwise."
                        },
                        "wave": {
                          "type": "integer",
                          "minimum": 1,
                          "description": "In which wave it would begin; absent where the run has none."
                        }
                      }
                    }
                  },
                  "hash": {
                    "type": "string",
                    "description": "Stays the same exactly as long as the plan does."
                  },
                  "approval": {
                    "$ref": "#/components/schemas/PlannedApproval"
                  },
                  "gates": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/ClosedGate"
                    },
                    "description": "What would keep targets from beginning at once; absent when nothing would. The hash does not depend on it."
                  },
                  "start_at": {
                    "$ref": "#/components/schemas/Timestamp",
                    "description": "When the run would begin; absent when that is at once."
                  },
                  "waves": {
                    "$ref": "#/components/schemas/RunWaves"
                  }
                }
              },
              "TaskCounts": {
                "type": "object",
                "required": [
                  "queued",
                  "running",
                  "retry_wait",
                  "success",
                  "failed",
                  "canceled",
                  "skipped"
                ],
                "properties": {
                  "queued": {
                    "type": "integer",
                    "minimum": 0
                  },
                  "running": {
                    "type": "integer",
                    "minimum": 0
                  },
                  "retry_wait": {
                    "type": "integer",
                    "minimum": 0
                  },
                  "success": {
                    "type": "integer",
                    "minimum": 0
                  },
                  "failed": {
                    "type": "integer",
                    "minimum": 0
                  },
                  "canceled": {
                    "type": "integer",
                    "minimum": 0
                  },
                  "skipped": {
                    "type": "integer",
                    "minimum": 0
                  }
                }
              },
              "RemoteReference": {
                "type": "object",
                "description": "A skill as a provider knows it.",
                "required": [
                  "id"
                ],
                "properties": {
                  "id": {
                    "type": "string"
                  },
                  "version": {
                    "type": "string"
                  }
                }
              },
              "Attempt": {
                "type": "object",
                "required": [
                  "number",
                  "started_at",
                  "worker"
                ],
                "properties": {
                  "number": {
                    "type": "integer",
                    "minimum": 1
                  },
                  "started_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "finished_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "outcome": {
                    "type": "string",
                    "description": "`success`, or the failure code; absent while it runs."
                  },
                  "error": {
                    "$ref": "#/components/schemas/TaskError"
                  },
                  "worker": {
                    "type": "string"
                  },
                  "request_id": {
                    "type": "string",
                    "description": "The X-Request-Id of the request that asked for it: the run's, or that of the retry it belongs to; absent where that is not known."
                  },
                  "trace_id": {
                    "type": "string",
                    "pattern": "^[0-9a-f]{32}$",
                    "description": "The trace that this request belongs to, as in the traceresponse field of its answer; absent where that is not known."
                  }
                }
              },
              "Task": {
                "type": "object",
                "description": "One target of a run: one skill version on one provider.",
                "required": [
                  "id",
                  "skill",
                  "version",
                  "provider",
                  "status",
                  "attempt",
                  "max_attempts"
                ],
                "properties": {
                  "id": {
                    "$ref": "#/components/schemas/UUID"
                  },
                  "skill": {
                    "$ref": "#/components/schemas/SkillName"
                  },
                  "version": {
                    "$ref": "#/components/schemas/VersionNumber"
                  },
                  "provider": {
                    "$ref": "#/components/schemas/ProviderID"
                  },
                  "status": {
                    "$ref": "#/components/schemas/TaskStatus"
                  },
                  "attempt": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Tries begun so far."
                  },
                  "max_attempts": {
                    "type": "integer",
                    "minimum": 1
                  },
                  "next_attempt_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "started_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "finished_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "error": {
                    "$ref": "#/components/schemas/TaskError"
                  },
                  "remote": {
                    "$ref": "#/components/schemas/RemoteReference"
                  },
                  "step": {
                    "type": "string",
                    "description": "What the running or last try recorded before it acted."
                  },
                  "cancel_requested": {
                    "type": "boolean",
                    "description": "True when it is to end and finishes first what it has begun; absent otherwise."
                  },
                  "awaits_approval": {
                    "type": "boolean",
                    "description": "True while it waits for the run's approval; absent otherwise."
                  },
                  "wave": {
                    "type": "integer",
                    "minimum": 1,
                    "description": "In which wave of its run it begins; absent where the run has none."
                  },
                  "awaits_wave": {
                    "type": "boolean",
                    "description": "True while it waits for its wave, or for the time its run begins; absent otherwise."
                  },
                  "request_id": {
                    "type": "string",
                    "description": "The X-Request-Id of the request that asked for it last: the run's, or that of a retry; absent where that is not known."
                  },
                  "attempts": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/Attempt"
                    },
                    "description": "Oldest first; the one that runs has no outcome yet."
                  }
                }
              },
              "Run": {
                "type": "object",
                "required": [
                  "id",
                  "kind",
                  "status",
                  "requested_by",
                  "source",
                  "created_at",
                  "counts"
                ],
                "properties": {
                  "id": {
                    "$ref": "#/components/schemas/UUID"
                  },
                  "kind": {
                    "$ref": "#/components/schemas/RunKind"
                  },
                  "status": {
                    "$ref": "#/components/schemas/RunStatus"
                  },
                  "requested_by": {
                    "type": "string"
                  },
                  "source": {
                    "$ref": "#/components/schemas/CommandSource"
                  },
                  "reason": {
                    "type": "string"
                  },
                  "parent_run_id": {
                    "$ref": "#/components/schemas/UUID"
                  },
                  "created_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "started_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "finished_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "counts": {
                    "$ref": "#/components/schemas/TaskCounts"
                  },
                  "approval": {
                    "$ref": "#/components/schemas/RunApproval"
                  },
                  "request_id": {
                    "type": "string",
                    "description": "The X-Request-Id of the request that started it; absent where that is not known."
                  },
                  "trace_id": {
                    "type": "string",
                    "pattern": "^[0-9a-f]{32}$",
                    "description": "The trace that this request belongs to, as in the traceresponse field of its answer; absent where that is not known."
                  },
                  "gates": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/ClosedGate"
                    },
                    "description": "What keeps its open targets from beginning; absent in lists, and where nothing does."
                  },
                  "start_at": {
                    "$ref": "#/components/schemas/Timestamp",
                    "description": "When it is to begin, or was to; absent where that was at once."
                  },
                  "waves": {
                    "$ref": "#/components/schemas/RunWavesView",
                    "description": "Its waves; absent in lists, and where it has none."
                  },
                  "tasks": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/Task"
                    },
                    "description": "Every target; absent in lists."
                  }
                }
              },
              "Installation": {
                "type": "object",
                "description": "A skill that is installed on a provider now.",
                "required": [
                  "skill",
                  "version",
                  "digest",
                  "provider",
                  "remote",
                  "run_id",
                  "installed_at"
                ],
                "properties": {
                  "skill": {
                    "$ref": "#/components/schemas/SkillName"
                  },
                  "version": {
                    "$ref": "#/components/schemas/VersionNumber"
                  },
                  "digest": {
                    "$ref": "#/components/schemas/Digest"
                  },
                  "provider": {
                    "$ref": "#/components/schemas/ProviderID"
                  },
                  "remote": {
                    "$ref": "#/components/schemas/RemoteReference"
                  },
                  "run_id": {
                    "$ref": "#/components/schemas/UUID"
                  },
                  "installed_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  }
                }
              },
              "DesiredStateEntry": {
                "type": "object",
                "description": "A skill by `name`, or every skill with `tag` in its newest version, and where it is to stand.",
                "required": [
                  "providers"
                ],
                "properties": {
                  "name": {
                    "$ref": "#/components/schemas/SkillName"
                  },
                  "version": {
                    "oneOf": [
                      {
                        "$ref": "#/components/schemas/VersionNumber"
                      },
                      {
                        "type": "null"
                      }
                    ],
                    "description": "Absent: the newest that is not yanked."
                  },
                  "tag": {
                    "type": [
                      "string",
                      "null"
                    ],
                    "minLength": 1,
                    "maxLength": 64,
                    "pattern": "^[^\\u0000-\\u001f\\u007f]*$",
                    "description": "In place of `name`."
                  },
                  "providers": {
                    "oneOf": [
                      {
                        "const": "all"
                      },
                      {
                        "type": "array",
                        "items": {
                          "$ref": "#/components/schemas/ProviderID"
                        },
                        "maxItems": 5000
                      }
                    ],
                    "description": "`all` are those that are enabled; an empty list removes the skill everywhere."
                  }
                },
                "additionalProperties": false,
                "oneOf": [
                  {
                    "required": [
                      "name"
                    ]
                  },
                  {
                    "required": [
                      "tag"
                    ]
                  }
                ]
              },
              "DesiredState": {
                "type": "object",
                "description": "What is to stand where. A skill that is named stands on exactly the providers it is named with; others stay as they are.",
                "required": [
                  "skills"
                ],
                "properties": {
                  "skills": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/DesiredStateEntry"
                    },
                    "maxItems": 10000
                  },
                  "prune": {
                    "type": [
                      "boolean",
                      "null"
                    ],
                    "default": false,
                    "description": "Whether what is not named is removed."
                  }
                },
                "additionalProperties": false
              },
              "LockedSkill": {
                "type": "object",
                "required": [
                  "name",
                  "version",
                  "digest",
                  "newest"
                ],
                "properties": {
                  "name": {
                    "$ref": "#/components/schemas/SkillName"
                  },
                  "version": {
                    "$ref": "#/components/schemas/VersionNumber"
                  },
                  "digest": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 128,
                    "pattern": "^[^\\u0000-\\u001f\\u007f]*$",
                    "description": "Of the content, as in a version."
                  },
                  "newest": {
                    "type": "boolean",
                    "description": "Whether the newest was asked for and not this version."
                  }
                },
                "additionalProperties": false
              },
              "DesiredStateLock": {
                "type": "object",
                "description": "The versions that a desired state came to, with their content.",
                "required": [
                  "skills"
                ],
                "properties": {
                  "skills": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/LockedSkill"
                    },
                    "maxItems": 20000
                  }
                },
                "additionalProperties": false
              },
              "DesiredStateRequest": {
                "type": "object",
                "required": [
                  "state"
                ],
                "properties": {
                  "state": {
                    "$ref": "#/components/schemas/DesiredState"
                  },
                  "lock": {
                    "oneOf": [
                      {
                        "$ref": "#/components/schemas/DesiredStateLock"
                      },
                      {
                        "type": "null"
                      }
                    ],
                    "description": "The very versions and contents that are meant; what it does not have is looked up."
                  }
                },
                "additionalProperties": false
              },
              "DesiredStateStep": {
                "type": "object",
                "required": [
                  "request",
                  "plan"
                ],
                "properties": {
                  "request": {
                    "$ref": "#/components/schemas/RunRequest",
                    "description": "To be sent to POST /api/install-runs as it is."
                  },
                  "plan": {
                    "$ref": "#/components/schemas/Plan"
                  }
                }
              },
              "DesiredStatePlan": {
                "type": "object",
                "required": [
                  "steps",
                  "blocked",
                  "unchanged",
                  "lock"
                ],
                "properties": {
                  "steps": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/DesiredStateStep"
                    },
                    "description": "The runs that bring it about, in any order; none when everything stands as desired."
                  },
                  "blocked": {
                    "type": "array",
                    "items": {
                      "type": "object",
                      "required": [
                        "skill",
                        "version",
                        "provider",
                        "action",
                        "reasons"
                      ],
                      "properties": {
                        "skill": {
                          "$ref": "#/components/schemas/SkillName"
                        },
                        "version": {
                          "$ref": "#/components/schemas/VersionNumber"
                        },
                        "provider": {
                          "$ref": "#/components/schemas/ProviderID"
                        },
                        "action": {
                          "type": "string",
                          "enum": [
                            "create",
                            "new_version",
                            "skip",
                            "blocked",
                            "remove"
                          ]
                        },
                        "reasons": {
                          "type": "array",
                          "items": {
                            "$ref": "#/components/schemas/Finding"
                          }
                        },
                        "signer": {
                          "type": "string",
                          "description": "Whose signature the version has: the signer's name, or the id of a key that nobody has accepted."
                        },
                        "needs_approval": {
                          "type": "boolean",
                          "description": "True when it would wait for an approval, for the reasons whose code begins with `approval.`; absent otherwise."
                        }
                      }
                    },
                    "description": "What cannot be brought about; no step has it."
                  },
                  "unchanged": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Targets that stand as desired."
                  },
                  "lock": {
                    "$ref": "#/components/schemas/DesiredStateLock"
                  }
                }
              },
              "OpenWork": {
                "type": "object",
                "description": "What has not ended.",
                "required": [
                  "queued_runs",
                  "running_runs",
                  "waiting_targets"
                ],
                "properties": {
                  "queued_runs": {
                    "type": "integer",
                    "minimum": 0
                  },
                  "running_runs": {
                    "type": "integer",
                    "minimum": 0
                  },
                  "waiting_targets": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Targets that wait for a worker or for another try."
                  },
                  "waiting_since": {
                    "$ref": "#/components/schemas/Timestamp",
                    "description": "Since when the oldest target that could begin has been waiting; absent when none does."
                  },
                  "queued_since": {
                    "$ref": "#/components/schemas/Timestamp",
                    "description": "When the oldest run was accepted of those that have not begun; absent when there is none."
                  }
                }
              },
              "RunTotals": {
                "type": "object",
                "description": "How many runs ended in which way, and how long they took.",
                "required": [
                  "success",
                  "failed",
                  "partial_failed"
                ],
                "properties": {
                  "success": {
                    "type": "integer",
                    "minimum": 0
                  },
                  "failed": {
                    "type": "integer",
                    "minimum": 0
                  },
                  "partial_failed": {
                    "type": "integer",
                    "minimum": 0
                  },
                  "p95_ms": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "The 95th percentile from accepted to ended; absent when none ended."
                  }
                }
              },
              "OverviewPart": {
                "type": "object",
                "description": "What ended in a part of the span, and what stood open when it began.",
                "required": [
                  "from",
                  "totals",
                  "running"
                ],
                "properties": {
                  "from": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "totals": {
                    "$ref": "#/components/schemas/RunTotals"
                  },
                  "running": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Runs at work at `from`. One that was retried counts from its first beginning to its last end."
                  },
                  "queued_since": {
                    "$ref": "#/components/schemas/Timestamp",
                    "description": "When the oldest run was accepted of those that had not begun at `from`; absent when there was none."
                  }
                }
              },
              "ProviderTotals": {
                "type": "object",
                "description": "Targets that ended at a provider.",
                "required": [
                  "provider",
                  "success",
                  "failed",
                  "canceled"
                ],
                "properties": {
                  "provider": {
                    "$ref": "#/components/schemas/ProviderID"
                  },
                  "success": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Those with nothing to do included."
                  },
                  "failed": {
                    "type": "integer",
                    "minimum": 0
                  },
                  "canceled": {
                    "type": "integer",
                    "minimum": 0
                  }
                }
              },
              "ProviderSeries": {
                "type": "object",
                "description": "How the targets of a provider ended, over time.",
                "required": [
                  "parts"
                ],
                "properties": {
                  "provider": {
                    "$ref": "#/components/schemas/ProviderID",
                    "description": "Absent for all the other providers together."
                  },
                  "parts": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/TargetTotals"
                    },
                    "description": "One for each part of the overview."
                  }
                }
              },
              "TargetTotals": {
                "type": "object",
                "description": "How many targets ended in which way.",
                "required": [
                  "success",
                  "failed",
                  "canceled"
                ],
                "properties": {
                  "success": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Those with nothing to do included."
                  },
                  "failed": {
                    "type": "integer",
                    "minimum": 0
                  },
                  "canceled": {
                    "type": "integer",
                    "minimum": 0
                  }
                }
              },
              "Overview": {
                "type": "object",
                "description": "What stands open now, and what ended in a span of time.",
                "required": [
                  "range",
                  "from",
                  "until",
                  "open",
                  "current",
                  "previous",
                  "parts",
                  "providers",
                  "provider_series"
                ],
                "properties": {
                  "range": {
                    "$ref": "#/components/schemas/OverviewRange"
                  },
                  "from": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "until": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "open": {
                    "$ref": "#/components/schemas/OpenWork"
                  },
                  "current": {
                    "$ref": "#/components/schemas/RunTotals",
                    "description": "Runs that ended between `from` and `until`."
                  },
                  "previous": {
                    "$ref": "#/components/schemas/RunTotals",
                    "description": "Runs that ended in the equally long span before."
                  },
                  "parts": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/OverviewPart"
                    },
                    "description": "The span in equal parts, oldest first."
                  },
                  "providers": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/ProviderTotals"
                    },
                    "description": "Each provider that has any, in the order of their ids."
                  },
                  "provider_series": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/ProviderSeries"
                    },
                    "description": "The same targets over time: the busiest providers, the busiest first, then all others together."
                  }
                }
              },
              "MatrixCell": {
                "type": "object",
                "description": "A skill on a provider.",
                "required": [
                  "provider",
                  "state"
                ],
                "properties": {
                  "provider": {
                    "$ref": "#/components/schemas/ProviderID"
                  },
                  "state": {
                    "$ref": "#/components/schemas/MatrixState"
                  },
                  "installed_version": {
                    "$ref": "#/components/schemas/VersionNumber",
                    "description": "What is installed now, whatever the state."
                  },
                  "run_id": {
                    "$ref": "#/components/schemas/UUID",
                    "description": "The run of the last target there."
                  },
                  "at": {
                    "$ref": "#/components/schemas/Timestamp",
                    "description": "When that last changed."
                  },
                  "code": {
                    "$ref": "#/components/schemas/FailureCode",
                    "description": "Why it failed."
                  }
                }
              },
              "MatrixRow": {
                "type": "object",
                "description": "Where one skill stands on every provider.",
                "required": [
                  "skill",
                  "latest_version",
                  "cells"
                ],
                "properties": {
                  "skill": {
                    "$ref": "#/components/schemas/SkillName"
                  },
                  "latest_version": {
                    "$ref": "#/components/schemas/VersionNumber"
                  },
                  "cells": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/MatrixCell"
                    },
                    "description": "One for each enabled provider, in the order of their ids."
                  }
                }
              },
              "Event": {
                "type": "object",
                "description": "The `data` of a server-sent event.",
                "required": [
                  "position",
                  "kind",
                  "at"
                ],
                "properties": {
                  "position": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Rises with every event."
                  },
                  "kind": {
                    "type": "string",
                    "enum": [
                      "skill.registered",
                      "skill.yanked",
                      "provider.changed",
                      "provider.checked",
                      "run.queued",
                      "run.changed",
                      "run.approval_requested",
                      "run.approved",
                      "run.refused",
                      "run.wave_released",
                      "run.wave_changed",
                      "run.stopped",
                      "task.changed",
                      "task.interrupted",
                      "alert.changed",
                      "drift.changed"
                    ]
                  },
                  "at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "run_id": {
                    "$ref": "#/components/schemas/UUID"
                  },
                  "task_id": {
                    "$ref": "#/components/schemas/UUID"
                  },
                  "skill": {
                    "$ref": "#/components/schemas/SkillName"
                  },
                  "provider": {
                    "$ref": "#/components/schemas/ProviderID"
                  },
                  "status": {
                    "type": "string",
                    "description": "The new state of the run, task or alert, what became of the provider, or how many places of it differ."
                  },
                  "code": {
                    "$ref": "#/components/schemas/FailureCode"
                  }
                }
              },
              "Resync": {
                "type": "object",
                "description": "The `data` of the server-sent event `resync`.",
                "required": [
                  "position"
                ],
                "properties": {
                  "position": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Go on from here after reading everything anew."
                  }
                }
              },
              "AuditEntry": {
                "type": "object",
                "description": "Who did what, when, through which door, and how it ended.",
                "required": [
                  "chain",
                  "sequence",
                  "at",
                  "actor",
                  "action",
                  "subject",
                  "outcome",
                  "source",
                  "detail",
                  "hash"
                ],
                "properties": {
                  "chain": {
                    "type": "string"
                  },
                  "sequence": {
                    "type": "integer",
                    "minimum": 1,
                    "description": "Counted within the chain, without gaps."
                  },
                  "at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "actor": {
                    "type": "string"
                  },
                  "action": {
                    "type": "string",
                    "description": "Dotted, such as run.start."
                  },
                  "subject": {
                    "type": "string",
                    "description": "Such as run:0190…"
                  },
                  "outcome": {
                    "type": "string"
                  },
                  "source": {
                    "type": "string"
                  },
                  "request_id": {
                    "type": "string"
                  },
                  "detail": {
                    "type": "object",
                    "additionalProperties": {
                      "type": "string"
                    }
                  },
                  "hash": {
                    "$ref": "#/components/schemas/Digest"
                  }
                }
              },
              "AuditCheckpoint": {
                "type": "object",
                "description": "A signed statement of where every chain of the audit log ended.",
                "required": [
                  "number",
                  "at",
                  "entries",
                  "statement",
                  "hash",
                  "key_id",
                  "public_key",
                  "signature"
                ],
                "properties": {
                  "number": {
                    "type": "integer",
                    "minimum": 1,
                    "description": "Counted from 1, without gaps."
                  },
                  "at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "entries": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "In all chains together."
                  },
                  "statement": {
                    "type": "string",
                    "description": "What is signed, byte for byte."
                  },
                  "hash": {
                    "$ref": "#/components/schemas/Digest"
                  },
                  "key_id": {
                    "$ref": "#/components/schemas/Digest"
                  },
                  "public_key": {
                    "type": "string",
                    "description": "The 32 bytes of an Ed25519 key, in base64."
                  },
                  "signature": {
                    "type": "string",
                    "description": "Ed25519 (RFC 8032), in base64."
                  }
                }
              },
              "AuditVerification": {
                "type": "object",
                "required": [
                  "intact",
                  "entries",
                  "breaks",
                  "wordings",
                  "checkpoints",
                  "uncovered",
                  "keys"
                ],
                "properties": {
                  "intact": {
                    "type": "boolean"
                  },
                  "entries": {
                    "type": "integer",
                    "minimum": 0
                  },
                  "breaks": {
                    "type": "array",
                    "items": {
                      "type": "string"
                    },
                    "maxItems": 100
                  },
                  "wordings": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/Wording"
                    },
                    "description": "Each of `breaks` for saying it in another language, in the same order; empty where that is not known of all."
                  },
                  "checkpoints": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Signed checkpoints that were looked at."
                  },
                  "uncovered": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Entries since the newest of them."
                  },
                  "newest_checkpoint": {
                    "$ref": "#/components/schemas/AuditCheckpoint"
                  },
                  "keys": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/Digest"
                    },
                    "description": "The keys that signed."
                  }
                }
              },
              "Scope": {
                "type": "object",
                "description": "Where things may be changed; without a list, everywhere of that kind.",
                "properties": {
                  "providers": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/ProviderID"
                    }
                  },
                  "namespaces": {
                    "type": "array",
                    "items": {
                      "type": "string"
                    },
                    "description": "Owners of skills."
                  }
                }
              },
              "ScopeInput": {
                "type": [
                  "object",
                  "null"
                ],
                "description": "Where things may be changed; without a list, everywhere of that kind; an empty object is everything.",
                "properties": {
                  "providers": {
                    "type": [
                      "array",
                      "null"
                    ],
                    "minItems": 1,
                    "maxItems": 200,
                    "items": {
                      "$ref": "#/components/schemas/ProviderID"
                    }
                  },
                  "namespaces": {
                    "type": [
                      "array",
                      "null"
                    ],
                    "minItems": 1,
                    "maxItems": 200,
                    "items": {
                      "type": "string",
                      "minLength": 1,
                      "maxLength": 100,
                      "pattern": "^[^\\u0000-\\u001f\\u007f]*$"
                    },
                    "description": "Owners of skills."
                  }
                },
                "additionalProperties": false
              },
              "Caller": {
                "type": "object",
                "description": "Who is asking, and what that caller may do.",
                "required": [
                  "name",
                  "role",
                  "operations"
                ],
                "properties": {
                  "name": {
                    "type": "string"
                  },
                  "role": {
                    "$ref": "#/components/schemas/Role"
                  },
                  "account_id": {
                    "$ref": "#/components/schemas/UUID"
                  },
                  "scope": {
                    "$ref": "#/components/schemas/Scope"
                  },
                  "operations": {
                    "type": "array",
                    "items": {
                      "type": "string"
                    },
                    "description": "What may be asked for, within the scope where that bounds it; docs/permissions.md says what each is."
                  }
                }
              },
              "Account": {
                "type": "object",
                "description": "A person who signs in, with a name and a password or at an identity provider.",
                "required": [
                  "id",
                  "name",
                  "role",
                  "revision",
                  "created_at",
                  "updated_at"
                ],
                "properties": {
                  "id": {
                    "$ref": "#/components/schemas/UUID"
                  },
                  "name": {
                    "type": "string"
                  },
                  "display_name": {
                    "type": "string"
                  },
                  "role": {
                    "$ref": "#/components/schemas/Role"
                  },
                  "scope": {
                    "$ref": "#/components/schemas/Scope"
                  },
                  "issuer": {
                    "type": "string",
                    "description": "The identity provider that vouches for the person and gives the role; absent for whoever has a password."
                  },
                  "disabled_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "revision": {
                    "type": "integer",
                    "minimum": 1,
                    "description": "Rises with every change; the `ETag` is the same in quotes."
                  },
                  "created_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "updated_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "last_signed_in_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  }
                }
              },
              "AccountRequest": {
                "type": "object",
                "required": [
                  "name",
                  "role",
                  "password"
                ],
                "properties": {
                  "name": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 64,
                    "pattern": "^[^\\u0000-\\u001f\\u007f]*$",
                    "description": "Letters, digits and . _ - @ +, beginning with a letter or digit; upper and lower case are the same."
                  },
                  "display_name": {
                    "type": [
                      "string",
                      "null"
                    ],
                    "minLength": 1,
                    "maxLength": 100,
                    "pattern": "^[^\\u0000-\\u001f\\u007f]*$"
                  },
                  "role": {
                    "$ref": "#/components/schemas/Role"
                  },
                  "scope": {
                    "$ref": "#/components/schemas/ScopeInput"
                  },
                  "password": {
                    "type": "string",
                    "minLength": 12,
                    "maxLength": 256,
                    "pattern": "^[^\\u0000-\\u001f\\u007f]*$",
                    "description": "At least 12 characters, not the account's name and not a common password."
                  }
                },
                "additionalProperties": false
              },
              "AccountChange": {
                "type": "object",
                "description": "What is to become different; what is left out stays.",
                "properties": {
                  "display_name": {
                    "type": [
                      "string",
                      "null"
                    ],
                    "minLength": 1,
                    "maxLength": 100,
                    "pattern": "^[^\\u0000-\\u001f\\u007f]*$"
                  },
                  "role": {
                    "type": [
                      "string",
                      "null"
                    ],
                    "enum": [
                      "viewer",
                      "operator",
                      "approver",
                      "admin",
                      "auditor",
                      null
                    ]
                  },
                  "scope": {
                    "$ref": "#/components/schemas/ScopeInput"
                  },
                  "disabled": {
                    "type": [
                      "boolean",
                      "null"
                    ]
                  },
                  "password": {
                    "type": [
                      "string",
                      "null"
                    ],
                    "minLength": 12,
                    "maxLength": 256,
                    "pattern": "^[^\\u0000-\\u001f\\u007f]*$",
                    "description": "At least 12 characters, not the account's name and not a common password. Ends every session of the account."
                  }
                },
                "additionalProperties": false
              },
              "Session": {
                "type": "object",
                "required": [
                  "id",
                  "created_at",
                  "last_seen_at",
                  "expires_at",
                  "current"
                ],
                "properties": {
                  "id": {
                    "$ref": "#/components/schemas/UUID"
                  },
                  "created_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "last_seen_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "expires_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "address": {
                    "type": "string",
                    "description": "Where it was signed in from; of IPv6 the network of 64 bits."
                  },
                  "current": {
                    "type": "boolean",
                    "description": "Whether it is the one that asks."
                  }
                }
              },
              "SignInRequest": {
                "type": "object",
                "required": [
                  "name",
                  "password"
                ],
                "properties": {
                  "name": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 64,
                    "pattern": "^[^\\u0000-\\u001f\\u007f]*$"
                  },
                  "password": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 256,
                    "pattern": "^[^\\u0000-\\u001f\\u007f]*$"
                  }
                },
                "additionalProperties": false
              },
              "SetUpRequest": {
                "type": "object",
                "required": [
                  "code",
                  "name",
                  "password"
                ],
                "properties": {
                  "code": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 200,
                    "pattern": "^[^\\u0000-\\u001f\\u007f]*$",
                    "description": "From the link that the start printed."
                  },
                  "name": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 64,
                    "pattern": "^[^\\u0000-\\u001f\\u007f]*$",
                    "description": "Letters, digits and . _ - @ +, beginning with a letter or digit; upper and lower case are the same."
                  },
                  "password": {
                    "type": "string",
                    "minLength": 12,
                    "maxLength": 256,
                    "pattern": "^[^\\u0000-\\u001f\\u007f]*$",
                    "description": "At least 12 characters, not the account's name and not a common password."
                  }
                },
                "additionalProperties": false
              },
              "PasswordChange": {
                "type": "object",
                "required": [
                  "current",
                  "new"
                ],
                "properties": {
                  "current": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 256,
                    "pattern": "^[^\\u0000-\\u001f\\u007f]*$"
                  },
                  "new": {
                    "type": "string",
                    "minLength": 12,
                    "maxLength": 256,
                    "pattern": "^[^\\u0000-\\u001f\\u007f]*$",
                    "description": "At least 12 characters, not the account's name and not a common password."
                  }
                },
                "additionalProperties": false
              },
              "IssuedSession": {
                "type": "object",
                "description": "A session with its secret, which is shown this once and is sent like a token.",
                "required": [
                  "session",
                  "account",
                  "secret"
                ],
                "properties": {
                  "session": {
                    "$ref": "#/components/schemas/Session"
                  },
                  "account": {
                    "$ref": "#/components/schemas/Account"
                  },
                  "secret": {
                    "type": "string"
                  }
                }
              },
              "SignedOut": {
                "type": "object",
                "required": [
                  "sessions"
                ],
                "properties": {
                  "sessions": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "How many were ended."
                  }
                }
              },
              "Token": {
                "type": "object",
                "required": [
                  "id",
                  "name",
                  "role",
                  "prefix",
                  "created_at"
                ],
                "properties": {
                  "id": {
                    "$ref": "#/components/schemas/UUID"
                  },
                  "name": {
                    "type": "string"
                  },
                  "role": {
                    "$ref": "#/components/schemas/Role"
                  },
                  "scope": {
                    "$ref": "#/components/schemas/Scope"
                  },
                  "account_id": {
                    "$ref": "#/components/schemas/UUID"
                  },
                  "prefix": {
                    "type": "string",
                    "description": "The first characters of the secret."
                  },
                  "created_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "expires_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "last_used_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "revoked_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  }
                }
              },
              "TokenRequest": {
                "type": "object",
                "required": [
                  "name",
                  "role"
                ],
                "properties": {
                  "name": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 100,
                    "pattern": "^[^\\u0000-\\u001f\\u007f]*$"
                  },
                  "role": {
                    "$ref": "#/components/schemas/Role"
                  },
                  "scope": {
                    "$ref": "#/components/schemas/ScopeInput"
                  },
                  "expires_at": {
                    "type": [
                      "string",
                      "null"
                    ],
                    "format": "date-time"
                  }
                },
                "additionalProperties": false
              },
              "IssuedToken": {
                "type": "object",
                "required": [
                  "token",
                  "secret"
                ],
                "properties": {
                  "token": {
                    "$ref": "#/components/schemas/Token"
                  },
                  "secret": {
                    "type": "string",
                    "description": "Shown this once."
                  }
                }
              },
              "Health": {
                "type": "object",
                "required": [
                  "status"
                ],
                "properties": {
                  "status": {
                    "const": "ok"
                  }
                }
              },
              "Readiness": {
                "type": "object",
                "required": [
                  "ready",
                  "checks"
                ],
                "properties": {
                  "ready": {
                    "type": "boolean"
                  },
                  "checks": {
                    "type": "array",
                    "items": {
                      "type": "object",
                      "required": [
                        "name",
                        "ok"
                      ],
                      "properties": {
                        "name": {
                          "type": "string"
                        },
                        "ok": {
                          "type": "boolean"
                        },
                        "detail": {
                          "type": "string"
                        }
                      }
                    }
                  }
                }
              },
              "SkillPage": {
                "type": "object",
                "required": [
                  "items"
                ],
                "properties": {
                  "items": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/Skill"
                    }
                  },
                  "next_cursor": {
                    "type": "string",
                    "description": "Send as `cursor` to get the next page; absent on the last one."
                  }
                }
              },
              "SkillVersionPage": {
                "type": "object",
                "required": [
                  "items"
                ],
                "properties": {
                  "items": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/SkillVersion"
                    }
                  },
                  "next_cursor": {
                    "type": "string",
                    "description": "Send as `cursor` to get the next page; absent on the last one."
                  }
                }
              },
              "SkillSignerPage": {
                "type": "object",
                "required": [
                  "items"
                ],
                "properties": {
                  "items": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/SkillSigner"
                    }
                  },
                  "next_cursor": {
                    "type": "string",
                    "description": "Send as `cursor` to get the next page; absent on the last one."
                  }
                }
              },
              "ProviderPage": {
                "type": "object",
                "required": [
                  "items"
                ],
                "properties": {
                  "items": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/Provider"
                    }
                  },
                  "next_cursor": {
                    "type": "string",
                    "description": "Send as `cursor` to get the next page; absent on the last one."
                  }
                }
              },
              "RunPage": {
                "type": "object",
                "required": [
                  "items"
                ],
                "properties": {
                  "items": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/Run"
                    }
                  },
                  "next_cursor": {
                    "type": "string",
                    "description": "Send as `cursor` to get the next page; absent on the last one."
                  }
                }
              },
              "InstallationPage": {
                "type": "object",
                "required": [
                  "items"
                ],
                "properties": {
                  "items": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/Installation"
                    }
                  },
                  "next_cursor": {
                    "type": "string",
                    "description": "Send as `cursor` to get the next page; absent on the last one."
                  }
                }
              },
              "MatrixPage": {
                "type": "object",
                "required": [
                  "items"
                ],
                "properties": {
                  "items": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/MatrixRow"
                    }
                  },
                  "next_cursor": {
                    "type": "string",
                    "description": "Send as `cursor` to get the next page; absent on the last one."
                  }
                }
              },
              "AuditEntryPage": {
                "type": "object",
                "required": [
                  "items"
                ],
                "properties": {
                  "items": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/AuditEntry"
                    }
                  },
                  "next_cursor": {
                    "type": "string",
                    "description": "Send as `cursor` to get the next page; absent on the last one."
                  }
                }
              },
              "AuditCheckpointPage": {
                "type": "object",
                "required": [
                  "items"
                ],
                "properties": {
                  "items": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/AuditCheckpoint"
                    }
                  },
                  "next_cursor": {
                    "type": "string",
                    "description": "Send as `cursor` to get the next page; absent on the last one."
                  }
                }
              },
              "TokenPage": {
                "type": "object",
                "required": [
                  "items"
                ],
                "properties": {
                  "items": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/Token"
                    }
                  },
                  "next_cursor": {
                    "type": "string",
                    "description": "Send as `cursor` to get the next page; absent on the last one."
                  }
                }
              },
              "AccountPage": {
                "type": "object",
                "required": [
                  "items"
                ],
                "properties": {
                  "items": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/Account"
                    }
                  },
                  "next_cursor": {
                    "type": "string",
                    "description": "Send as `cursor` to get the next page; absent on the last one."
                  }
                }
              },
              "SessionPage": {
                "type": "object",
                "required": [
                  "items"
                ],
                "properties": {
                  "items": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/Session"
                    }
                  },
                  "next_cursor": {
                    "type": "string",
                    "description": "Send as `cursor` to get the next page; absent on the last one."
                  }
                }
              },
              "ScanWaiverPage": {
                "type": "object",
                "required": [
                  "items"
                ],
                "properties": {
                  "items": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/ScanWaiver"
                    }
                  },
                  "next_cursor": {
                    "type": "string",
                    "description": "Send as `cursor` to get the next page; absent on the last one."
                  }
                }
              },
              "AlertState": {
                "type": "string",
                "enum": [
                  "open",
                  "acknowledged",
                  "snoozed",
                  "recovered"
                ],
                "description": "Where an alert stands."
              },
              "AlertSeverity": {
                "type": "string",
                "enum": [
                  "info",
                  "warning",
                  "critical"
                ],
                "description": "How much an alert matters."
              },
              "AlertRuleID": {
                "type": "string",
                "minLength": 1,
                "maxLength": 64,
                "pattern": "^[a-z][a-z0-9-]*$",
                "description": "Names an alert rule."
              },
              "AlertCondition": {
                "description": "What a rule looks for.",
                "oneOf": [
                  {
                    "type": "object",
                    "description": "A target failed for good.",
                    "required": [
                      "kind"
                    ],
                    "properties": {
                      "kind": {
                        "type": "string",
                        "enum": [
                          "target_failed"
                        ]
                      },
                      "provider": {
                        "anyOf": [
                          {
                            "$ref": "#/components/schemas/ProviderID"
                          },
                          {
                            "type": "null"
                          }
                        ],
                        "description": "Only this one; without it each provider for itself."
                      },
                      "codes": {
                        "type": [
                          "array",
                          "null"
                        ],
                        "minItems": 1,
                        "maxItems": 18,
                        "items": {
                          "$ref": "#/components/schemas/FailureCode"
                        },
                        "description": "Only failures with these codes."
                      }
                    },
                    "additionalProperties": false
                  },
                  {
                    "type": "object",
                    "description": "A run ended with failed targets.",
                    "required": [
                      "kind"
                    ],
                    "properties": {
                      "kind": {
                        "type": "string",
                        "enum": [
                          "run_failed"
                        ]
                      },
                      "outcomes": {
                        "type": [
                          "array",
                          "null"
                        ],
                        "minItems": 1,
                        "maxItems": 2,
                        "items": {
                          "type": "string",
                          "enum": [
                            "failed",
                            "partial_failed"
                          ]
                        },
                        "description": "How it ended; without it, either way."
                      },
                      "provider": {
                        "anyOf": [
                          {
                            "$ref": "#/components/schemas/ProviderID"
                          },
                          {
                            "type": "null"
                          }
                        ],
                        "description": "Only this one; without it each provider for itself."
                      },
                      "codes": {
                        "type": [
                          "array",
                          "null"
                        ],
                        "minItems": 1,
                        "maxItems": 18,
                        "items": {
                          "$ref": "#/components/schemas/FailureCode"
                        },
                        "description": "Only failures with these codes."
                      }
                    },
                    "additionalProperties": false
                  },
                  {
                    "type": "object",
                    "description": "Too many of the targets that ended within a time had failed.",
                    "required": [
                      "kind",
                      "percent",
                      "window_minutes",
                      "at_least"
                    ],
                    "properties": {
                      "kind": {
                        "type": "string",
                        "enum": [
                          "failure_rate"
                        ]
                      },
                      "provider": {
                        "anyOf": [
                          {
                            "$ref": "#/components/schemas/ProviderID"
                          },
                          {
                            "type": "null"
                          }
                        ],
                        "description": "Only this one; without it each provider for itself."
                      },
                      "percent": {
                        "type": "integer",
                        "minimum": 1,
                        "maximum": 100,
                        "description": "Share of failed targets."
                      },
                      "window_minutes": {
                        "type": "integer",
                        "minimum": 1,
                        "maximum": 1440,
                        "description": "Whole minutes that are counted."
                      },
                      "at_least": {
                        "type": "integer",
                        "minimum": 1,
                        "maximum": 100000,
                        "description": "Targets that have to end in them."
                      }
                    },
                    "additionalProperties": false
                  },
                  {
                    "type": "object",
                    "description": "A target has waited, or one try has been running, for so long.",
                    "required": [
                      "kind",
                      "minutes"
                    ],
                    "properties": {
                      "kind": {
                        "type": "string",
                        "enum": [
                          "queue_age",
                          "stuck_task"
                        ]
                      },
                      "provider": {
                        "anyOf": [
                          {
                            "$ref": "#/components/schemas/ProviderID"
                          },
                          {
                            "type": "null"
                          }
                        ],
                        "description": "Only this one; without it each provider for itself."
                      },
                      "minutes": {
                        "type": "integer",
                        "minimum": 1,
                        "maximum": 10080,
                        "description": "How long."
                      }
                    },
                    "additionalProperties": false
                  },
                  {
                    "type": "object",
                    "description": "The last check of a provider failed.",
                    "required": [
                      "kind"
                    ],
                    "properties": {
                      "kind": {
                        "type": "string",
                        "enum": [
                          "provider_unhealthy"
                        ]
                      },
                      "provider": {
                        "anyOf": [
                          {
                            "$ref": "#/components/schemas/ProviderID"
                          },
                          {
                            "type": "null"
                          }
                        ],
                        "description": "Only this one; without it each provider for itself."
                      }
                    },
                    "additionalProperties": false
                  },
                  {
                    "type": "object",
                    "description": "Fewer workers give signs of life.",
                    "required": [
                      "kind",
                      "minimum"
                    ],
                    "properties": {
                      "kind": {
                        "type": "string",
                        "enum": [
                          "worker_gone"
                        ]
                      },
                      "minimum": {
                        "type": "integer",
                        "minimum": 1,
                        "maximum": 1000,
                        "description": "How many there should be."
                      }
                    },
                    "additionalProperties": false
                  },
                  {
                    "type": "object",
                    "description": "The audit log is not whole.",
                    "required": [
                      "kind"
                    ],
                    "properties": {
                      "kind": {
                        "type": "string",
                        "enum": [
                          "audit_broken"
                        ]
                      }
                    },
                    "additionalProperties": false
                  },
                  {
                    "type": "object",
                    "description": "A provider does not hold what the ledger says.",
                    "required": [
                      "kind"
                    ],
                    "properties": {
                      "kind": {
                        "type": "string",
                        "enum": [
                          "drift_found"
                        ]
                      },
                      "provider": {
                        "anyOf": [
                          {
                            "$ref": "#/components/schemas/ProviderID"
                          },
                          {
                            "type": "null"
                          }
                        ],
                        "description": "Only this one; without it each provider for itself."
                      },
                      "at_least": {
                        "type": [
                          "integer",
                          "null"
                        ],
                        "minimum": 1,
                        "maximum": 100000,
                        "default": 1,
                        "description": "How many places of it differ."
                      }
                    },
                    "additionalProperties": false
                  },
                  {
                    "type": "object",
                    "description": "A stored credential expires soon, as whoever stored it said.",
                    "required": [
                      "kind"
                    ],
                    "properties": {
                      "kind": {
                        "type": "string",
                        "enum": [
                          "credential_expiring"
                        ]
                      },
                      "provider": {
                        "anyOf": [
                          {
                            "$ref": "#/components/schemas/ProviderID"
                          },
                          {
                            "type": "null"
                          }
                        ],
                        "description": "Only this one; without it each provider for itself."
                      },
                      "within_days": {
                        "type": [
                          "integer",
                          "null"
                        ],
                        "minimum": 1,
                        "maximum": 365,
                        "default": 14,
                        "description": "How long before its end."
                      }
                    },
                    "additionalProperties": false
                  }
                ]
              },
              "AlertCause": {
                "type": "object",
                "description": "What has in common whatever one alert counts.",
                "properties": {
                  "provider": {
                    "$ref": "#/components/schemas/ProviderID"
                  },
                  "code": {
                    "$ref": "#/components/schemas/FailureCode"
                  },
                  "signature": {
                    "type": "string",
                    "description": "The vendor's own code, else http_ and the status it answered with."
                  }
                }
              },
              "AlertRuleSettings": {
                "type": "object",
                "description": "Everything of a rule that can be changed.",
                "required": [
                  "title",
                  "condition",
                  "severity",
                  "enabled"
                ],
                "properties": {
                  "title": {
                    "type": "string"
                  },
                  "condition": {
                    "$ref": "#/components/schemas/AlertCondition"
                  },
                  "severity": {
                    "$ref": "#/components/schemas/AlertSeverity"
                  },
                  "enabled": {
                    "type": "boolean"
                  },
                  "repeat_minutes": {
                    "type": "integer",
                    "description": "While an alert is open and goes on, it is told again after so long."
                  }
                }
              },
              "AlertRuleSettingsInput": {
                "type": "object",
                "description": "All settings of a rule; those left out get their defaults.",
                "required": [
                  "title",
                  "condition"
                ],
                "properties": {
                  "title": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 100,
                    "pattern": "^[^\\u0000-\\u001f\\u007f]*$"
                  },
                  "condition": {
                    "$ref": "#/components/schemas/AlertCondition"
                  },
                  "severity": {
                    "anyOf": [
                      {
                        "$ref": "#/components/schemas/AlertSeverity"
                      },
                      {
                        "type": "null"
                      }
                    ],
                    "default": "warning"
                  },
                  "enabled": {
                    "type": [
                      "boolean",
                      "null"
                    ],
                    "default": true
                  },
                  "repeat_minutes": {
                    "type": [
                      "integer",
                      "null"
                    ],
                    "minimum": 1,
                    "maximum": 10080,
                    "description": "Without it, an alert is told once."
                  }
                },
                "additionalProperties": false
              },
              "AlertRule": {
                "type": "object",
                "description": "What is looked for.",
                "required": [
                  "id",
                  "settings",
                  "revision",
                  "updated_at",
                  "updated_by"
                ],
                "properties": {
                  "id": {
                    "$ref": "#/components/schemas/AlertRuleID"
                  },
                  "settings": {
                    "$ref": "#/components/schemas/AlertRuleSettings"
                  },
                  "revision": {
                    "type": "integer",
                    "minimum": 1,
                    "description": "Rises by one with every change."
                  },
                  "updated_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "updated_by": {
                    "type": "string",
                    "description": "system for one that came with the program."
                  }
                }
              },
              "Alert": {
                "type": "object",
                "description": "Something that a rule found.",
                "required": [
                  "id",
                  "rule",
                  "title",
                  "severity",
                  "state",
                  "cause",
                  "count",
                  "skills",
                  "opened_at",
                  "last_at"
                ],
                "properties": {
                  "id": {
                    "$ref": "#/components/schemas/UUID"
                  },
                  "rule": {
                    "$ref": "#/components/schemas/AlertRuleID"
                  },
                  "title": {
                    "type": "string"
                  },
                  "severity": {
                    "$ref": "#/components/schemas/AlertSeverity"
                  },
                  "state": {
                    "$ref": "#/components/schemas/AlertState"
                  },
                  "cause": {
                    "$ref": "#/components/schemas/AlertCause"
                  },
                  "message": {
                    "type": "string",
                    "description": "The newest sign of it, in English."
                  },
                  "count": {
                    "type": "integer",
                    "minimum": 1,
                    "description": "How often it was seen."
                  },
                  "skills": {
                    "type": "array",
                    "maxItems": 20,
                    "items": {
                      "$ref": "#/components/schemas/SkillName"
                    },
                    "description": "The first that it is about."
                  },
                  "opened_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "last_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "recovered_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "snooze_until": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "acknowledged_by": {
                    "type": "string"
                  },
                  "acknowledged_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "reason": {
                    "type": "string"
                  }
                }
              },
              "AlertAcknowledgement": {
                "type": "object",
                "required": [
                  "reason"
                ],
                "properties": {
                  "reason": {
                    "$ref": "#/components/schemas/Reason"
                  }
                },
                "additionalProperties": false
              },
              "AlertSnooze": {
                "type": "object",
                "required": [
                  "until"
                ],
                "properties": {
                  "until": {
                    "type": "string",
                    "format": "date-time",
                    "description": "At most 30 days from now."
                  },
                  "reason": {
                    "anyOf": [
                      {
                        "$ref": "#/components/schemas/Reason"
                      },
                      {
                        "type": "null"
                      }
                    ]
                  }
                },
                "additionalProperties": false
              },
              "AlertDryRunRequest": {
                "type": "object",
                "required": [
                  "condition"
                ],
                "properties": {
                  "condition": {
                    "$ref": "#/components/schemas/AlertCondition"
                  },
                  "days": {
                    "type": [
                      "integer",
                      "null"
                    ],
                    "minimum": 1,
                    "maximum": 90,
                    "description": "How far back.",
                    "default": 30
                  }
                },
                "additionalProperties": false
              },
              "AlertDryRun": {
                "type": "object",
                "description": "When a rule would have fired.",
                "required": [
                  "facts",
                  "total",
                  "firings"
                ],
                "properties": {
                  "since": {
                    "$ref": "#/components/schemas/Timestamp",
                    "description": "The oldest of what was looked at."
                  },
                  "facts": {
                    "type": "integer",
                    "description": "Endings and measurements that were looked at."
                  },
                  "total": {
                    "type": "integer"
                  },
                  "firings": {
                    "type": "array",
                    "maxItems": 200,
                    "description": "The first of them, oldest first.",
                    "items": {
                      "type": "object",
                      "required": [
                        "cause",
                        "count",
                        "skills",
                        "opened_at",
                        "last_at"
                      ],
                      "properties": {
                        "cause": {
                          "$ref": "#/components/schemas/AlertCause"
                        },
                        "message": {
                          "type": "string"
                        },
                        "count": {
                          "type": "integer"
                        },
                        "skills": {
                          "type": "array",
                          "items": {
                            "$ref": "#/components/schemas/SkillName"
                          }
                        },
                        "opened_at": {
                          "$ref": "#/components/schemas/Timestamp"
                        },
                        "last_at": {
                          "$ref": "#/components/schemas/Timestamp"
                        },
                        "recovered_at": {
                          "$ref": "#/components/schemas/Timestamp"
                        }
                      }
                    }
                  }
                }
              },
              "FailureInbox": {
                "type": "object",
                "description": "Failed targets that nobody has dealt with, by cause.",
                "required": [
                  "groups",
                  "targets",
                  "complete"
                ],
                "properties": {
                  "groups": {
                    "type": "array",
                    "items": {
                      "type": "object",
                      "required": [
                        "cause",
                        "message",
                        "count",
                        "first_at",
                        "last_at",
                        "skills",
                        "skill_count",
                        "runs"
                      ],
                      "properties": {
                        "cause": {
                          "$ref": "#/components/schemas/AlertCause"
                        },
                        "message": {
                          "type": "string"
                        },
                        "count": {
                          "type": "integer",
                          "minimum": 1
                        },
                        "first_at": {
                          "$ref": "#/components/schemas/Timestamp"
                        },
                        "last_at": {
                          "$ref": "#/components/schemas/Timestamp"
                        },
                        "skills": {
                          "type": "array",
                          "maxItems": 20,
                          "items": {
                            "$ref": "#/components/schemas/SkillName"
                          }
                        },
                        "skill_count": {
                          "type": "integer"
                        },
                        "runs": {
                          "type": "array",
                          "maxItems": 20,
                          "items": {
                            "$ref": "#/components/schemas/UUID"
                          },
                          "description": "Whose targets they are, newest first."
                        }
                      }
                    }
                  },
                  "targets": {
                    "type": "integer"
                  },
                  "complete": {
                    "type": "boolean",
                    "description": "Whether those are all; else only the newest were looked at."
                  }
                }
              },
              "FailureCause": {
                "type": "object",
                "description": "What has in common whatever one group of failures counts.",
                "required": [
                  "provider",
                  "code"
                ],
                "properties": {
                  "provider": {
                    "$ref": "#/components/schemas/ProviderID"
                  },
                  "code": {
                    "$ref": "#/components/schemas/FailureCode"
                  },
                  "signature": {
                    "type": [
                      "string",
                      "null"
                    ],
                    "minLength": 1,
                    "maxLength": 100,
                    "pattern": "^[^\\u0000-\\u001f\\u007f]*$"
                  }
                },
                "additionalProperties": false
              },
              "FailureAcknowledgementRequest": {
                "type": "object",
                "required": [
                  "cause",
                  "last_at",
                  "reason"
                ],
                "properties": {
                  "cause": {
                    "$ref": "#/components/schemas/FailureCause"
                  },
                  "last_at": {
                    "type": "string",
                    "format": "date-time",
                    "description": "Of the group as it was looked at: what failed later stays."
                  },
                  "reason": {
                    "$ref": "#/components/schemas/Reason"
                  }
                },
                "additionalProperties": false
              },
              "FailureAcknowledgement": {
                "type": "object",
                "required": [
                  "acknowledged"
                ],
                "properties": {
                  "acknowledged": {
                    "type": "integer",
                    "description": "How many targets that were."
                  }
                }
              },
              "FailureRetryRequest": {
                "type": "object",
                "required": [
                  "cause"
                ],
                "properties": {
                  "cause": {
                    "$ref": "#/components/schemas/FailureCause"
                  }
                },
                "additionalProperties": false
              },
              "FailureRetry": {
                "type": "object",
                "description": "Every open failed target of the cause is counted, as retried or as left.",
                "required": [
                  "retried",
                  "runs",
                  "left",
                  "refusals"
                ],
                "properties": {
                  "retried": {
                    "type": "integer",
                    "description": "How many targets went back to work."
                  },
                  "runs": {
                    "type": "integer",
                    "description": "How many runs those are of."
                  },
                  "left": {
                    "type": "integer",
                    "description": "How many targets stay as they are."
                  },
                  "refusals": {
                    "type": "array",
                    "maxItems": 100,
                    "description": "Why, run by run; the first hundred.",
                    "items": {
                      "type": "object",
                      "required": [
                        "run",
                        "targets",
                        "code",
                        "detail"
                      ],
                      "properties": {
                        "run": {
                          "$ref": "#/components/schemas/UUID"
                        },
                        "targets": {
                          "type": "integer",
                          "minimum": 1,
                          "description": "How many of its targets."
                        },
                        "code": {
                          "$ref": "#/components/schemas/ProblemCode"
                        },
                        "detail": {
                          "type": "string",
                          "description": "In English."
                        },
                        "wording": {
                          "$ref": "#/components/schemas/Wording"
                        }
                      }
                    }
                  }
                }
              },
              "AlertPage": {
                "type": "object",
                "required": [
                  "items"
                ],
                "properties": {
                  "items": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/Alert"
                    }
                  },
                  "next_cursor": {
                    "type": "string",
                    "description": "Send as `cursor` to get the next page; absent on the last one."
                  }
                }
              },
              "AlertRulePage": {
                "type": "object",
                "required": [
                  "items"
                ],
                "properties": {
                  "items": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/AlertRule"
                    }
                  },
                  "next_cursor": {
                    "type": "string",
                    "description": "Send as `cursor` to get the next page; absent on the last one."
                  }
                }
              },
              "ChannelID": {
                "type": "string",
                "minLength": 1,
                "maxLength": 64,
                "pattern": "^[a-z][a-z0-9-]*$",
                "description": "Names a channel."
              },
              "ChannelKind": {
                "type": "string",
                "enum": [
                  "webhook",
                  "slack",
                  "teams",
                  "discord",
                  "email"
                ]
              },
              "DeliveryKind": {
                "type": "string",
                "enum": [
                  "opened",
                  "repeated",
                  "recovered",
                  "escalated",
                  "test"
                ]
              },
              "DeliveryState": {
                "type": "string",
                "description": "`pending` is to be tried, or tried again; `failed` was refused for good; `given_up` was tried for a day.",
                "enum": [
                  "pending",
                  "delivered",
                  "failed",
                  "given_up"
                ]
              },
              "ChannelSettings": {
                "type": "object",
                "description": "Everything of a channel that can be changed and read.",
                "required": [
                  "name",
                  "kind",
                  "enabled",
                  "language",
                  "recipients",
                  "severities",
                  "rules",
                  "only_escalated"
                ],
                "properties": {
                  "name": {
                    "type": "string"
                  },
                  "kind": {
                    "$ref": "#/components/schemas/ChannelKind"
                  },
                  "enabled": {
                    "type": "boolean"
                  },
                  "language": {
                    "type": "string",
                    "enum": [
                      "en",
                      "ko"
                    ],
                    "description": "Of what it says to people."
                  },
                  "recipients": {
                    "type": "array",
                    "items": {
                      "type": "string"
                    },
                    "description": "Who gets mail; empty for every other kind."
                  },
                  "severities": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/AlertSeverity"
                    },
                    "description": "Only alerts of these; empty for all."
                  },
                  "rules": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/AlertRuleID"
                    },
                    "description": "Only alerts of these rules; empty for all."
                  },
                  "escalate_minutes": {
                    "type": "integer",
                    "description": "It tells of an alert that nobody has looked after for so long."
                  },
                  "only_escalated": {
                    "type": "boolean",
                    "description": "It tells of no alert before that."
                  }
                }
              },
              "ChannelChange": {
                "type": "object",
                "description": "All settings of a channel, and where it sends to.",
                "required": [
                  "name",
                  "kind"
                ],
                "additionalProperties": false,
                "properties": {
                  "name": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 100,
                    "pattern": "^[^\\u0000-\\u001f\\u007f]*$"
                  },
                  "kind": {
                    "$ref": "#/components/schemas/ChannelKind"
                  },
                  "enabled": {
                    "type": [
                      "boolean",
                      "null"
                    ],
                    "description": "true without it."
                  },
                  "language": {
                    "type": [
                      "string",
                      "null"
                    ],
                    "enum": [
                      "en",
                      "ko",
                      null
                    ],
                    "description": "en without it."
                  },
                  "recipients": {
                    "type": [
                      "array",
                      "null"
                    ],
                    "maxItems": 50,
                    "items": {
                      "type": "string",
                      "minLength": 3,
                      "maxLength": 254
                    },
                    "description": "Who gets mail; from 1 to 50 for it, none for every other kind."
                  },
                  "severities": {
                    "type": [
                      "array",
                      "null"
                    ],
                    "maxItems": 3,
                    "items": {
                      "$ref": "#/components/schemas/AlertSeverity"
                    }
                  },
                  "rules": {
                    "type": [
                      "array",
                      "null"
                    ],
                    "maxItems": 100,
                    "items": {
                      "$ref": "#/components/schemas/AlertRuleID"
                    }
                  },
                  "escalate_minutes": {
                    "type": [
                      "integer",
                      "null"
                    ],
                    "minimum": 1,
                    "maximum": 10080
                  },
                  "only_escalated": {
                    "type": [
                      "boolean",
                      "null"
                    ],
                    "description": "Takes escalate_minutes."
                  },
                  "url": {
                    "type": [
                      "string",
                      "null"
                    ],
                    "minLength": 1,
                    "maxLength": 2000,
                    "writeOnly": true,
                    "description": "Where to send to, with https; kept sealed. Without it: as before; required for a new channel and another kind, except mail.",
                    "pattern": "^[^\\u0000-\\u001f\\u007f]*$"
                  },
                  "signing_secret": {
                    "type": [
                      "string",
                      "null"
                    ],
                    "minLength": 1,
                    "maxLength": 200,
                    "writeOnly": true,
                    "description": "What a webhook signs with: whsec_ and 24 to 64 bytes in base64. Without it: as before, or one that is made and answered once.",
                    "pattern": "^[^\\u0000-\\u001f\\u007f]*$"
                  }
                }
              },
              "Delivery": {
                "type": "object",
                "description": "One message on its way through one channel.",
                "required": [
                  "id",
                  "channel",
                  "kind",
                  "state",
                  "attempts",
                  "created_at"
                ],
                "properties": {
                  "id": {
                    "$ref": "#/components/schemas/UUID"
                  },
                  "channel": {
                    "$ref": "#/components/schemas/ChannelID"
                  },
                  "kind": {
                    "$ref": "#/components/schemas/DeliveryKind"
                  },
                  "alert": {
                    "$ref": "#/components/schemas/UUID"
                  },
                  "title": {
                    "type": "string",
                    "description": "The alert's."
                  },
                  "state": {
                    "$ref": "#/components/schemas/DeliveryState"
                  },
                  "attempts": {
                    "type": "integer",
                    "minimum": 0
                  },
                  "created_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "next_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "finished_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "status": {
                    "type": "integer",
                    "description": "What the other side answered last: of HTTP or SMTP."
                  },
                  "error": {
                    "type": "string",
                    "description": "What went wrong last."
                  }
                }
              },
              "Channel": {
                "type": "object",
                "description": "Who is told of alerts, and how.",
                "required": [
                  "id",
                  "settings",
                  "revision",
                  "updated_at",
                  "updated_by"
                ],
                "properties": {
                  "id": {
                    "$ref": "#/components/schemas/ChannelID"
                  },
                  "settings": {
                    "$ref": "#/components/schemas/ChannelSettings"
                  },
                  "origin": {
                    "type": "string",
                    "description": "Scheme, host and port of where it sends to; the rest is kept sealed."
                  },
                  "revision": {
                    "type": "integer",
                    "minimum": 1,
                    "description": "Rises by one with every change."
                  },
                  "updated_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "updated_by": {
                    "type": "string"
                  },
                  "last_delivery": {
                    "$ref": "#/components/schemas/Delivery"
                  }
                }
              },
              "SavedChannel": {
                "type": "object",
                "required": [
                  "channel"
                ],
                "properties": {
                  "channel": {
                    "$ref": "#/components/schemas/Channel"
                  },
                  "signing_secret": {
                    "type": "string",
                    "description": "Of a webhook, if it was made just now; it is shown this once."
                  }
                }
              },
              "ChannelPage": {
                "type": "object",
                "required": [
                  "items"
                ],
                "properties": {
                  "items": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/Channel"
                    }
                  },
                  "next_cursor": {
                    "type": "string",
                    "description": "Send as `cursor` to get the next page; absent on the last one."
                  }
                }
              },
              "DeliveryPage": {
                "type": "object",
                "required": [
                  "items"
                ],
                "properties": {
                  "items": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/Delivery"
                    }
                  },
                  "next_cursor": {
                    "type": "string",
                    "description": "Send as `cursor` to get the next page; absent on the last one."
                  }
                }
              },
              "DriftKind": {
                "type": "string",
                "enum": [
                  "missing",
                  "version_changed",
                  "content_changed",
                  "unexpected"
                ]
              },
              "DriftSide": {
                "type": "object",
                "description": "What the ledger says, or what stands there.",
                "required": [
                  "remote"
                ],
                "properties": {
                  "version": {
                    "$ref": "#/components/schemas/VersionNumber"
                  },
                  "digest": {
                    "type": "string",
                    "description": "Absent where it was not read."
                  },
                  "remote": {
                    "$ref": "#/components/schemas/RemoteReference"
                  }
                }
              },
              "DriftFinding": {
                "type": "object",
                "description": "A place where a provider does not hold what the ledger says.",
                "required": [
                  "id",
                  "provider",
                  "skill",
                  "kind",
                  "acceptable",
                  "first_seen",
                  "last_seen"
                ],
                "properties": {
                  "id": {
                    "$ref": "#/components/schemas/UUID"
                  },
                  "provider": {
                    "$ref": "#/components/schemas/ProviderID"
                  },
                  "skill": {
                    "$ref": "#/components/schemas/SkillName"
                  },
                  "kind": {
                    "$ref": "#/components/schemas/DriftKind"
                  },
                  "expected": {
                    "$ref": "#/components/schemas/DriftSide"
                  },
                  "found": {
                    "$ref": "#/components/schemas/DriftSide"
                  },
                  "acceptable": {
                    "type": "boolean",
                    "description": "Whether the ledger can take over what stands there."
                  },
                  "first_seen": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "last_seen": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "resolved_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "resolution": {
                    "type": "string",
                    "enum": [
                      "gone",
                      "repaired",
                      "accepted"
                    ]
                  }
                }
              },
              "DriftCheck": {
                "type": "object",
                "description": "How it stands with comparing a provider with the ledger.",
                "required": [
                  "provider",
                  "detection",
                  "open",
                  "compared",
                  "verified",
                  "left_out",
                  "others"
                ],
                "properties": {
                  "provider": {
                    "$ref": "#/components/schemas/ProviderID"
                  },
                  "detection": {
                    "type": "string",
                    "enum": [
                      "digest",
                      "version",
                      "none"
                    ]
                  },
                  "open": {
                    "type": "integer",
                    "minimum": 0
                  },
                  "asked_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "asked_by": {
                    "type": "string"
                  },
                  "started_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "finished_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "outcome": {
                    "type": "string",
                    "enum": [
                      "sound",
                      "drifted",
                      "failed"
                    ]
                  },
                  "compared": {
                    "type": "integer",
                    "minimum": 0
                  },
                  "verified": {
                    "type": "integer",
                    "minimum": 0
                  },
                  "left_out": {
                    "type": "integer",
                    "minimum": 0
                  },
                  "others": {
                    "type": "integer",
                    "minimum": 0
                  },
                  "error": {
                    "$ref": "#/components/schemas/TaskError"
                  }
                }
              },
              "DriftCheckRequest": {
                "type": "object",
                "required": [
                  "provider"
                ],
                "properties": {
                  "provider": {
                    "$ref": "#/components/schemas/ProviderID"
                  }
                },
                "additionalProperties": false
              },
              "DriftRepairRequest": {
                "type": "object",
                "required": [
                  "provider"
                ],
                "properties": {
                  "provider": {
                    "$ref": "#/components/schemas/ProviderID"
                  },
                  "skills": {
                    "type": [
                      "array",
                      "null"
                    ],
                    "minItems": 1,
                    "maxItems": 5000,
                    "items": {
                      "type": "string",
                      "minLength": 1,
                      "maxLength": 256
                    },
                    "description": "Only these; without it everything that differs there."
                  }
                },
                "additionalProperties": false
              },
              "DriftRepair": {
                "type": "object",
                "description": "What would put a provider right.",
                "required": [
                  "steps"
                ],
                "properties": {
                  "steps": {
                    "type": "array",
                    "maxItems": 2,
                    "items": {
                      "type": "object",
                      "required": [
                        "request",
                        "plan"
                      ],
                      "properties": {
                        "request": {
                          "$ref": "#/components/schemas/RunRequest"
                        },
                        "plan": {
                          "$ref": "#/components/schemas/Plan"
                        }
                      }
                    }
                  }
                }
              },
              "DriftAcceptance": {
                "type": "object",
                "required": [
                  "reason"
                ],
                "properties": {
                  "reason": {
                    "$ref": "#/components/schemas/Reason"
                  }
                },
                "additionalProperties": false
              },
              "DriftFindingPage": {
                "type": "object",
                "required": [
                  "items"
                ],
                "properties": {
                  "items": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/DriftFinding"
                    }
                  },
                  "next_cursor": {
                    "type": "string",
                    "description": "Send as `cursor` to get the next page; absent on the last one."
                  }
                }
              },
              "DriftCheckPage": {
                "type": "object",
                "required": [
                  "items"
                ],
                "properties": {
                  "items": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/DriftCheck"
                    }
                  },
                  "next_cursor": {
                    "type": "string",
                    "description": "Send as `cursor` to get the next page; absent on the last one."
                  }
                }
              },
              "ChatIntent": {
                "type": "string",
                "enum": [
                  "install",
                  "plan",
                  "preflight",
                  "uninstall",
                  "retry",
                  "cancel",
                  "approve",
                  "refuse",
                  "rollback",
                  "ack_alert",
                  "pause_provider",
                  "resume_provider",
                  "status",
                  "list_runs",
                  "list_skills",
                  "show_skill",
                  "where",
                  "providers_status",
                  "alerts",
                  "audit",
                  "why",
                  "help"
                ],
                "description": "A command that chat knows."
              },
              "ChatLanguage": {
                "type": "string",
                "enum": [
                  "en",
                  "ko"
                ],
                "description": "A language that chat is read and answered in."
              },
              "ChatEffect": {
                "type": "string",
                "enum": [
                  "read",
                  "change"
                ],
                "description": "Whether carrying it out changes anything; a change waits for its confirmation."
              },
              "ChatOutcome": {
                "type": "string",
                "enum": [
                  "answered",
                  "asked",
                  "not_understood",
                  "refused",
                  "proposed",
                  "confirmed",
                  "done",
                  "dismissed",
                  "expired",
                  "void"
                ],
                "description": "What became of a line: something was read (answered), it was unclear (asked) or no command (not_understood), or the command was refused. A change waits for its confirmation (proposed), is being carried out (confirmed) or was (done), was withdrawn (dismissed), not confirmed in time (expired), or had another plan when it was confirmed (void)."
              },
              "ChatMessage": {
                "type": "object",
                "description": "One line, as somebody says it.",
                "required": [
                  "text"
                ],
                "additionalProperties": false,
                "properties": {
                  "text": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 1000,
                    "pattern": "^[^\\u0000-\\u001f\\u007f]*$",
                    "description": "The line."
                  },
                  "thread": {
                    "oneOf": [
                      {
                        "$ref": "#/components/schemas/UUID"
                      },
                      {
                        "type": "null"
                      }
                    ],
                    "description": "Where it is said; without it a new thread begins. Only one's own."
                  },
                  "locale": {
                    "type": [
                      "string",
                      "null"
                    ],
                    "enum": [
                      "en",
                      "ko",
                      null
                    ],
                    "description": "What to answer in; without it as the line is written."
                  },
                  "about": {
                    "oneOf": [
                      {
                        "$ref": "#/components/schemas/UUID"
                      },
                      {
                        "type": "null"
                      }
                    ],
                    "description": "The run that “this” is about."
                  },
                  "utc_offset": {
                    "type": [
                      "string",
                      "null"
                    ],
                    "pattern": "^[+-]([01][0-9]|2[0-3]):[0-5][0-9]$",
                    "description": "How far the speaker's clock is from UTC, as RFC 3339 writes it: days begin at its midnight; without it, at that of UTC."
                  }
                }
              },
              "ChatConfirmation": {
                "type": "object",
                "required": [
                  "plan_hash"
                ],
                "additionalProperties": false,
                "properties": {
                  "plan_hash": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 128,
                    "pattern": "^[^\\u0000-\\u001f\\u007f]*$",
                    "description": "Of the proposal that was shown."
                  }
                }
              },
              "ChatCommand": {
                "type": "object",
                "description": "What was understood, as docs/08-chat-grammar.md has it.",
                "required": [
                  "intent",
                  "args"
                ],
                "properties": {
                  "intent": {
                    "$ref": "#/components/schemas/ChatIntent"
                  },
                  "args": {
                    "type": "object",
                    "properties": {
                      "skills": {
                        "type": "array",
                        "items": {
                          "type": "string"
                        },
                        "description": "`name`, `name@version` or `tag:x`."
                      },
                      "providers": {
                        "oneOf": [
                          {
                            "type": "string",
                            "const": "all"
                          },
                          {
                            "type": "array",
                            "items": {
                              "type": "string"
                            }
                          }
                        ]
                      },
                      "skill": {
                        "type": "string"
                      },
                      "run": {
                        "type": "string"
                      },
                      "provider": {
                        "type": "string"
                      },
                      "alert": {
                        "type": "string"
                      },
                      "reason": {
                        "type": "string"
                      },
                      "actor": {
                        "type": "string"
                      },
                      "status": {
                        "type": "string"
                      },
                      "since": {
                        "type": "string"
                      },
                      "query": {
                        "type": "string"
                      },
                      "state": {
                        "type": "string"
                      },
                      "topic": {
                        "type": "string"
                      },
                      "limit": {
                        "type": "integer"
                      }
                    }
                  }
                }
              },
              "ChatCommandHelp": {
                "type": "object",
                "description": "One command, for help and completion.",
                "required": [
                  "intent",
                  "effect",
                  "word",
                  "summary",
                  "examples"
                ],
                "properties": {
                  "intent": {
                    "$ref": "#/components/schemas/ChatIntent"
                  },
                  "effect": {
                    "$ref": "#/components/schemas/ChatEffect"
                  },
                  "word": {
                    "type": "string",
                    "description": "What its canonical form begins with, such as /install."
                  },
                  "summary": {
                    "type": "string"
                  },
                  "examples": {
                    "type": "array",
                    "items": {
                      "type": "string"
                    },
                    "description": "Lines that ask for it."
                  }
                }
              },
              "ChatChoice": {
                "type": "object",
                "description": "One answer to a question.",
                "required": [
                  "label"
                ],
                "properties": {
                  "label": {
                    "type": "string",
                    "description": "To be shown."
                  },
                  "line": {
                    "type": "string",
                    "description": "To be said when it is chosen; absent where the line has to be said anew with it."
                  }
                }
              },
              "ChatProblem": {
                "type": "object",
                "description": "Why a command of chat was refused, as the operation itself refuses it.",
                "required": [
                  "type",
                  "title",
                  "status",
                  "code",
                  "detail",
                  "errors",
                  "next_step"
                ],
                "properties": {
                  "type": {
                    "type": "string",
                    "pattern": "^urn:skillyard:problem:[a-z_]+$",
                    "description": "A URN that ends in the code."
                  },
                  "title": {
                    "type": "string",
                    "description": "What the code means; may be reworded at any time."
                  },
                  "status": {
                    "type": "integer",
                    "minimum": 400,
                    "maximum": 599,
                    "description": "The HTTP status."
                  },
                  "code": {
                    "$ref": "#/components/schemas/ProblemCode"
                  },
                  "detail": {
                    "type": "string",
                    "description": "What is wrong this time, in English."
                  },
                  "wording": {
                    "$ref": "#/components/schemas/Wording"
                  },
                  "errors": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/Fault"
                    },
                    "maxItems": 100,
                    "description": "Everything that is wrong, where that can be told."
                  },
                  "request_id": {
                    "type": "string",
                    "description": "The answer's X-Request-Id."
                  },
                  "next_step": {
                    "type": "string",
                    "description": "What to do about it."
                  },
                  "retry_after_seconds": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "The same as the Retry-After header."
                  }
                }
              },
              "ChatReply": {
                "type": "object",
                "description": "An answer as text, and as what the text is made from; at most 20 of anything.",
                "required": [
                  "text"
                ],
                "properties": {
                  "text": {
                    "type": "string",
                    "description": "Plain text in lines."
                  },
                  "choices": {
                    "type": "array",
                    "maxItems": 5,
                    "items": {
                      "$ref": "#/components/schemas/ChatChoice"
                    },
                    "description": "What a question can be answered with."
                  },
                  "plan": {
                    "$ref": "#/components/schemas/Plan"
                  },
                  "runs": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/Run"
                    }
                  },
                  "skills": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/Skill"
                    }
                  },
                  "installations": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/Installation"
                    }
                  },
                  "providers": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/Provider"
                    }
                  },
                  "alerts": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/Alert"
                    }
                  },
                  "audit": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/AuditEntry"
                    }
                  },
                  "preflights": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/PreflightMatrix"
                    }
                  },
                  "commands": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/ChatCommandHelp"
                    }
                  },
                  "problem": {
                    "$ref": "#/components/schemas/ChatProblem",
                    "description": "Why the command was refused."
                  }
                }
              },
              "ChatProposal": {
                "type": "object",
                "description": "A change that waits for whoever asked for it.",
                "required": [
                  "plan_hash",
                  "expires_at",
                  "effects"
                ],
                "properties": {
                  "plan_hash": {
                    "type": "string",
                    "description": "To be sent with the confirmation; stays the same as long as the plan does."
                  },
                  "expires_at": {
                    "$ref": "#/components/schemas/Timestamp",
                    "description": "Until when it can be confirmed."
                  },
                  "effects": {
                    "type": "array",
                    "items": {
                      "type": "string"
                    },
                    "description": "What it would do, in sentences of the answer's language."
                  },
                  "targets": {
                    "type": "array",
                    "items": {
                      "type": "object",
                      "required": [
                        "skill",
                        "version",
                        "provider",
                        "action",
                        "reasons"
                      ],
                      "properties": {
                        "skill": {
                          "$ref": "#/components/schemas/SkillName"
                        },
                        "version": {
                          "$ref": "#/components/schemas/VersionNumber"
                        },
                        "provider": {
                          "$ref": "#/components/schemas/ProviderID"
                        },
                        "action": {
                          "type": "string",
                          "enum": [
                            "create",
                            "new_version",
                            "skip",
                            "repair",
                            "blocked",
                            "remove"
                          ]
                        },
                        "reasons": {
                          "type": "array",
                          "items": {
                            "$ref": "#/components/schemas/Finding"
                          }
                        },
                        "signer": {
                          "type": "string",
                          "description": "Whose signature the version has: the signer's name, or the id of a key that nobody has accepted."
                        },
                        "needs_approval": {
                          "type": "boolean",
                          "description": "True when it would wait for an approval, for the reasons whose code begins with `approval.`; absent otherwise."
                        },
                        "wave": {
                          "type": "integer",
                          "minimum": 1,
                          "description": "In which wave it would begin; absent where the run has none."
                        }
                      }
                    },
                    "maxItems": 50,
                    "description": "What it would do to each target; the first of them, and absent where it is about none."
                  },
                  "omitted": {
                    "type": "integer",
                    "minimum": 1,
                    "description": "How many targets more there are."
                  }
                }
              },
              "ChatTurn": {
                "type": "object",
                "description": "A line that was said, what it was understood as, and what came of it.",
                "required": [
                  "id",
                  "thread",
                  "text",
                  "said_at",
                  "locale",
                  "outcome",
                  "reply"
                ],
                "properties": {
                  "id": {
                    "$ref": "#/components/schemas/UUID"
                  },
                  "thread": {
                    "$ref": "#/components/schemas/UUID"
                  },
                  "text": {
                    "type": "string"
                  },
                  "said_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "locale": {
                    "$ref": "#/components/schemas/ChatLanguage",
                    "description": "Of the answer."
                  },
                  "outcome": {
                    "$ref": "#/components/schemas/ChatOutcome"
                  },
                  "command": {
                    "$ref": "#/components/schemas/ChatCommand",
                    "description": "What was understood, with the run that was meant; absent where it was no command."
                  },
                  "canonical": {
                    "type": "string",
                    "description": "The canonical form of the command in the answer's language; said again, it is the same command."
                  },
                  "reply": {
                    "$ref": "#/components/schemas/ChatReply"
                  },
                  "proposal": {
                    "$ref": "#/components/schemas/ChatProposal",
                    "description": "There for a change that was understood, whatever became of it."
                  },
                  "run_id": {
                    "$ref": "#/components/schemas/UUID",
                    "description": "The run that it began or changed."
                  },
                  "run": {
                    "$ref": "#/components/schemas/Run",
                    "description": "That run as it is now; absent where the caller may no longer see it."
                  }
                }
              },
              "ChatThread": {
                "type": "object",
                "description": "A thread with its newest turns, at most 100.",
                "required": [
                  "id",
                  "turns"
                ],
                "properties": {
                  "id": {
                    "$ref": "#/components/schemas/UUID"
                  },
                  "turns": {
                    "type": "array",
                    "maxItems": 100,
                    "items": {
                      "$ref": "#/components/schemas/ChatTurn"
                    },
                    "description": "Oldest first."
                  }
                }
              },
              "ChatThreadSummary": {
                "type": "object",
                "description": "A thread in a list.",
                "required": [
                  "id",
                  "title",
                  "turns",
                  "created_at",
                  "last_at"
                ],
                "properties": {
                  "id": {
                    "$ref": "#/components/schemas/UUID"
                  },
                  "title": {
                    "type": "string",
                    "description": "The first line that was said in it."
                  },
                  "turns": {
                    "type": "integer",
                    "minimum": 0
                  },
                  "created_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  },
                  "last_at": {
                    "$ref": "#/components/schemas/Timestamp"
                  }
                }
              },
              "ChatThreadPage": {
                "type": "object",
                "required": [
                  "items"
                ],
                "properties": {
                  "items": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/ChatThreadSummary"
                    }
                  },
                  "next_cursor": {
                    "type": "string",
                    "description": "Send as `cursor` to get the next page; absent on the last one."
                  }
                }
              },
              "ChatCommandPage": {
                "type": "object",
                "required": [
                  "items"
                ],
                "properties": {
                  "items": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/ChatCommandHelp"
                    }
                  },
                  "next_cursor": {
                    "type": "string",
                    "description": "Send as `cursor` to get the next page; absent on the last one."
                  }
                }
              }
            }
          }
        }
        """#
}

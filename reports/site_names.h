/** Names of a site's files: safe in every file system and address, whatever the
 *  names that they are made of. */
#ifndef REPORTS_SITE_NAMES_H
#define REPORTS_SITE_NAMES_H

#include "core/base/buf.h"
#include "core/base/err.h"

#define SITE_ID_SIZE 13 /**< 12 hex digits and the NUL */

/** What tells names apart: the first digits of the SHA-256 of both texts.
 *  @param metric "" for a benchmark alone @return ERR_NOMEM */
enum err site_id(
    char out[SITE_ID_SIZE], const char *benchmark, const char *metric);

/**
 * Append a readable part of a name: a to z, digits, single hyphens, at most 40
 * of them, then a hyphen and `id`. No name makes a reserved one, a hidden one
 * or a path of it.
 */
void site_slug(struct buf *out, const char *name, const char *id);

/** Append the page of a commit: "commit/" and the first 16 digits. */
void site_commit_path(struct buf *out, const char *oid);

/**
 * Append the address of a commit at its forge: `pattern` with the id in place
 * of each "{oid}".
 */
void site_forge_url(struct buf *out, const char *pattern, const char *oid);

/**
 * Append the pattern of commit addresses for the address of a remote, or
 * nothing for one that is no forge's: GitHub, GitLab, Gitea and Forgejo,
 * Bitbucket, by ssh or https. Users, passwords and ports are left out; an
 * unknown host is taken for the shape that GitHub and Gitea share.
 */
void site_forge_pattern(struct buf *out, const char *remote);

#endif

"""Linking by the names that people choose: the page offers full names, the links keep the ERP's ids."""

from portal.db.projects import Project
from portal.db.transactions import transaction
from portal.domain.people import Actor
from portal.services.erp_lists import erp_choices
from portal.services.exchange import links
from portal.services.intentions import InputError, NotFoundError


def link_by_name(actor: Actor, project_id: int, job: str) -> str:
    """Link a project with the job of this full name, which is returned. Raises InputError at `job`."""
    with transaction() as session:
        project = session.get(Project, project_id)
        if project is None:
            raise NotFoundError("There is no such project.")
        if project.connection_id is None:
            raise InputError("job", "Choose the project's ERP connection first.")
        record = erp_choices.chosen(session, project.connection_id, "job", job, "job")
        links.link_project(actor, project_id, record.erp_id)
        return record.full_name
